package dev.gatehouse.audit.s3;

import java.time.Duration;
import java.util.Optional;

/** What became of an object. */
public sealed interface S3Answer {
    /** It is there, and will be. */
    record Stored() implements S3Answer {}

    /** Not put, because there is one of that key. */
    record Exists() implements S3Answer {}

    /**
     * Nobody knows that it is there; it may be.
     *
     * @param reason for operators, without secrets
     * @param after how long the place asks to be left alone
     */
    record Failed(String reason, Optional<Duration> after) implements S3Answer {}
}
