package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.sink.Sink.Answer;
import java.nio.charset.StandardCharsets;

/** What statuses mean where the place says no more than that. */
final class HttpAnswers {
    private static final int BAD_REQUEST = 400;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int SAID_CHARS_MAX = 300;

    private HttpAnswers() {}

    /** Only what speaks of the batch itself refuses it; a wrong token or address is for the operator, and the records wait. */
    static Answer of(HttpReply reply) {
        if (reply.isOk()) {
            return new Answer.Taken();
        }
        String said = said(reply);
        return switch (reply.status()) {
            case BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE -> new Answer.Unfit(said);
            default -> new Answer.Later(said, reply.after());
        };
    }

    /** The status and the first characters of the body, on one line. */
    static String said(HttpReply reply) {
        String body = new String(reply.body(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        String first = body.substring(0, Math.min(body.length(), SAID_CHARS_MAX));
        return "it answered " + reply.status() + (first.isEmpty() ? "" : ": " + first);
    }
}
