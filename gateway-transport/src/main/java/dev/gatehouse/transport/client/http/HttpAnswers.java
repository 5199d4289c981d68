package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Errored;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.AnswerHead.ContentType;
import dev.gatehouse.transport.client.rpc.Incoming;
import java.util.List;
import java.util.Optional;

/** What an HTTP answer that is no event stream means for the request it answers. */
final class HttpAnswers {
    private HttpAnswers() {}

    /** The messages of a body; empty when it is not JSON. */
    static Optional<List<Incoming>> messages(byte[] body) {
        try {
            return Optional.of(Incoming.read(Json.read(body)));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** How a request that was answered with this status, which is not 200, ended. */
    static UpstreamReply refused(AnswerHead head, byte[] body) {
        int status = head.status();
        if (status == 401 || status == 403) {
            return lost(Cause.UNAVAILABLE, "it refuses the gateway's credentials (HTTP " + status + ")");
        }
        if (status == 429 || status == 503) {
            return lost(Cause.OVERLOADED, "it is overloaded (HTTP " + status + ")");
        }
        if (status >= 500) {
            return lost(Cause.UNAVAILABLE, "HTTP " + status);
        }
        if (status >= 300 && status < 400) {
            return lost(Cause.UNAVAILABLE, "it redirects, which is not followed (HTTP " + status + ")");
        }
        return error(head, body)
                .<UpstreamReply>map(error -> error)
                .orElseGet(() -> lost(Cause.MALFORMED, "HTTP " + status));
    }

    private static Optional<Errored> error(AnswerHead head, byte[] body) {
        if (head.contentType() != ContentType.JSON || head.status() < 400) {
            return Optional.empty();
        }
        return messages(body).orElse(List.of()).stream()
                .filter(Incoming.Failure.class::isInstance)
                .map(Incoming.Failure.class::cast)
                .map(failure -> new Errored(failure.code(), failure.message(), failure.data()))
                .findFirst();
    }

    private static Lost lost(Cause cause, String detail) {
        return new Lost(cause, true, detail);
    }
}
