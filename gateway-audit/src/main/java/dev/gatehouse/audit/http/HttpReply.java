package dev.gatehouse.audit.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What a place outside answered.
 *
 * @param retryAfter that header as it came
 * @param etag the same
 */
public record HttpReply(int status, byte[] body, Optional<String> retryAfter, Optional<String> etag) {
    private static final int OK_FIRST = 200;
    private static final int OK_LAST = 299;

    /** Of a place whose answers have no version. */
    public HttpReply(int status, byte[] body, Optional<String> retryAfter) {
        this(status, body, retryAfter, Optional.empty());
    }

    public boolean isOk() {
        return status >= OK_FIRST && status <= OK_LAST;
    }

    /** How long the place asks to be left alone. Seconds; a date is left to the usual pauses. */
    public Optional<Duration> after() {
        return retryAfter
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
