package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.sink.Sink.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What statuses mean where the place says no more than that. */
final class HttpAnswers {
    private static final int OK_FIRST = 200;
    private static final int OK_LAST = 299;
    private static final int BAD_REQUEST = 400;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int SAID_CHARS_MAX = 300;

    private HttpAnswers() {}

    static boolean isOk(SinkHttp.Reply reply) {
        return reply.status() >= OK_FIRST && reply.status() <= OK_LAST;
    }

    /** Only what speaks of the batch itself refuses it; a wrong token or address is for the operator, and the records wait. */
    static Answer of(SinkHttp.Reply reply) {
        if (isOk(reply)) {
            return new Answer.Taken();
        }
        String said = said(reply);
        return switch (reply.status()) {
            case BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE -> new Answer.Unfit(said);
            default -> new Answer.Later(said, after(reply));
        };
    }

    /** The status and the first characters of the body, on one line. */
    static String said(SinkHttp.Reply reply) {
        String body = new String(reply.body(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        String first = body.substring(0, Math.min(body.length(), SAID_CHARS_MAX));
        return "it answered " + reply.status() + (first.isEmpty() ? "" : ": " + first);
    }

    /** Seconds; a date is left to the usual pauses. */
    static Optional<Duration> after(SinkHttp.Reply reply) {
        return reply.retryAfter()
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
