package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.http.Bearer;
import dev.gatehouse.transport.http.Destination;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.RequestHead;
import dev.gatehouse.transport.http.Responder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One request to an MCP endpoint of one virtual server, which may not exist. */
record McpDestination(McpFace face, McpEndpoint endpoint, HttpMethod method, String server) implements Destination {
    private static final String JSON = "application/json";
    private static final Set<String> PAGES = Set.of("text/html");
    /** What the specification has a client send. */
    private static final String BOTH = "application/json, text/event-stream";

    private static final Set<String> EVENTS = Set.of("", "*/*", "text/*", "text/event-stream");
    private static final Set<String> EVENTS_OR_JSON =
            Set.of("", "*/*", "application/*", JSON, "text/*", "text/event-stream");

    @Override
    public int bodyBytesMax() {
        return face.settings().bodyBytesMax();
    }

    @Override
    public Optional<EarlyAnswer> screen(RequestHead head) {
        return switch (head.bearer()) {
            case Bearer.Absent _ when isOfPerson(head) -> Optional.of(toPage());
            case Bearer.Absent _ when !admitsAnonymous() -> Optional.of(challenge(Challenge.Kind.MISSING));
            case Bearer.Malformed _ -> Optional.of(challenge(Challenge.Kind.INVALID_TOKEN));
            default -> method.equals(HttpMethod.POST) ? screenPost(head) : screenStream(head);
        };
    }

    /** Somebody typed the URL into a browser: no client of MCP lists pages, and none leaves out events in a GET. */
    private boolean isOfPerson(RequestHead head) {
        return method.equals(HttpMethod.GET)
                && endpoint != McpEndpoint.MESSAGES
                && Names.isSlug(server)
                && head.header(HttpHeaderNames.ACCEPT)
                        .filter(accept -> takes(accept, PAGES))
                        .isPresent()
                && !Caller.takesEvents(head);
    }

    private EarlyAnswer toPage() {
        return EarlyAnswer.polite(HttpResponseStatus.SEE_OTHER, "this is for MCP clients; people read the other page")
                .with("Location", face.settings().publicUrl() + FaceSettings.PAGES + server);
    }

    private EarlyAnswer challenge(Challenge.Kind kind) {
        return face.challenges().answer(kind, server, endpoint.resource());
    }

    private boolean admitsAnonymous() {
        return Names.isSlug(server) && face.revision().admitsAnonymous(new ServerName(server));
    }

    /** Streams that a GET opens, and sessions that a DELETE ends, are of revisions before 2026-07-28. */
    private Optional<EarlyAnswer> screenStream(RequestHead head) {
        if (endpoint == McpEndpoint.MCP && Eras.isModern(head.headers()::getAll)) {
            return Optional.of(
                    EarlyAnswer.polite(HttpResponseStatus.METHOD_NOT_ALLOWED, "this revision has only POST here")
                            .with("Allow", "OPTIONS, POST"));
        }
        boolean readable = method.equals(HttpMethod.DELETE) || takesEvents(head);
        return readable ? Optional.empty() : notAcceptable("Accept must list text/event-stream");
    }

    /** Where nothing but events is served, a client need not say that it wants them. */
    private boolean takesEvents(RequestHead head) {
        return endpoint == McpEndpoint.SSE ? takes(head, EVENTS) : Caller.takesEvents(head);
    }

    private Optional<EarlyAnswer> screenPost(RequestHead head) {
        if (!mediaType(head.header(HttpHeaderNames.CONTENT_TYPE).orElse("")).equals(JSON)) {
            return unsupported("Content-Type must be application/json");
        }
        if (!head.header(HttpHeaderNames.CONTENT_ENCODING).orElse("identity").equalsIgnoreCase("identity")) {
            return unsupported("Content-Encoding is not supported");
        }
        boolean readable = endpoint == McpEndpoint.MESSAGES || takes(head, EVENTS_OR_JSON);
        return readable ? Optional.empty() : notAcceptable("Accept must list application/json and text/event-stream");
    }

    private static Optional<EarlyAnswer> notAcceptable(String text) {
        return Optional.of(EarlyAnswer.polite(HttpResponseStatus.NOT_ACCEPTABLE, text));
    }

    private static Optional<EarlyAnswer> unsupported(String text) {
        return Optional.of(EarlyAnswer.polite(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, text));
    }

    /** Only what excludes every type that is served is refused; clients write this header carelessly. */
    private static boolean takes(RequestHead head, Set<String> ranges) {
        Iterator<String> accepted = head.headers().valueStringIterator(HttpHeaderNames.ACCEPT);
        while (accepted.hasNext()) {
            String accept = accepted.next();
            if (!accept.equals(BOTH) && !takes(accept, ranges)) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(String accept, Set<String> ranges) {
        for (String range : accept.split(",", -1)) {
            if (ranges.contains(mediaType(range))) {
                return true;
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
            case Admission.TurnedAway(Challenge challenge) -> responder.answer(challenge(challenge.kind()), true);
            case Admission.NoSuchServer _ ->
                responder.answer(EarlyAnswer.polite(HttpResponseStatus.NOT_FOUND, "no such virtual server"), true);
            case Admission.Admitted admitted -> serve(new Caller(admitted, token, head), body, responder);
        }
    }

    private void serve(Caller caller, byte[] body, Responder responder) {
        switch (endpoint) {
            case SSE -> face.sse().open(caller, responder);
            case MESSAGES -> face.sse().take(caller, body, responder);
            case MCP -> {
                switch (method.name()) {
                    case "GET" -> face.gets().open(caller, responder);
                    case "DELETE" -> face.gets().end(caller, responder);
                    default -> face.conversation().hold(caller, body, responder);
                }
            }
        }
    }
}
