package dev.gatehouse.transport.listen;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Optional;

/** One request to the MCP endpoint of one virtual server, which may not exist. */
record McpDestination(McpFace face, HttpMethod method, String server) implements Destination {
    private static final String JSON = "application/json";

    @Override
    public int bodyBytesMax() {
        return face.settings().bodyBytesMax();
    }

    @Override
    public Optional<EarlyAnswer> screen(RequestHead head) {
        return switch (head.bearer()) {
            case Bearer.Absent _
            when !admitsAnonymous() -> Optional.of(face.challenges().answer(Challenge.Kind.MISSING, server));
            case Bearer.Malformed _ -> Optional.of(face.challenges().answer(Challenge.Kind.INVALID_TOKEN, server));
            default -> screenMethod(head);
        };
    }

    private boolean admitsAnonymous() {
        return Names.isSlug(server) && face.revision().admitsAnonymous(new ServerName(server));
    }

    private Optional<EarlyAnswer> screenMethod(RequestHead head) {
        if (method.equals(HttpMethod.GET)) {
            return Optional.of(EarlyAnswer.polite(HttpResponseStatus.METHOD_NOT_ALLOWED, "no stream is offered here")
                    .with("Allow", "DELETE, OPTIONS, POST"));
        }
        return method.equals(HttpMethod.POST) ? screenTypes(head) : Optional.empty();
    }

    private static Optional<EarlyAnswer> screenTypes(RequestHead head) {
        if (!mediaType(head.header("content-type").orElse("")).equals(JSON)) {
            return unsupported("Content-Type must be application/json");
        }
        if (!head.header("content-encoding").orElse("identity").equalsIgnoreCase("identity")) {
            return unsupported("Content-Encoding is not supported");
        }
        boolean readable = head.headers().getAll("accept").stream().allMatch(McpDestination::takesOurs);
        return readable
                ? Optional.empty()
                : Optional.of(EarlyAnswer.polite(
                        HttpResponseStatus.NOT_ACCEPTABLE, "Accept must list application/json and text/event-stream"));
    }

    private static Optional<EarlyAnswer> unsupported(String text) {
        return Optional.of(EarlyAnswer.polite(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, text));
    }

    /** Only what excludes both types a server may answer with is refused; clients write this header carelessly. */
    private static boolean takesOurs(String accept) {
        for (String range : accept.split(",", -1)) {
            switch (mediaType(range)) {
                case "", "*/*", "application/*", JSON, "text/*", "text/event-stream" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private static String mediaType(String field) {
        int parameters = field.indexOf(';');
        return (parameters < 0 ? field : field.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void serve(RequestHead head, byte[] body, Responder responder) {
        Optional<AccessToken> token = head.bearer() instanceof Bearer.Presented(AccessToken presented)
                ? Optional.of(presented)
                : Optional.empty();
        switch (face.doorkeeper().admit(face.revision(), server, token, head.peer())) {
            case Admission.TurnedAway(Challenge challenge) ->
                responder.answer(face.challenges().answer(challenge.kind(), server), true);
            case Admission.NoSuchServer _ ->
                responder.answer(EarlyAnswer.polite(HttpResponseStatus.NOT_FOUND, "no such virtual server"), true);
            case Admission.Admitted admitted -> converse(admitted, head, body, responder);
        }
    }

    private void converse(Admission.Admitted admitted, RequestHead head, byte[] body, Responder responder) {
        if (method.equals(HttpMethod.DELETE)) {
            face.conversation().end(admitted, head, responder);
        } else {
            face.conversation().hold(admitted, head, body, responder);
        }
    }
}
