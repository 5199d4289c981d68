package dev.gatehouse.transport.stream;

import java.time.Duration;

/**
 * What streams may take, and when they are heard of.
 *
 * @param firstByte how long a post may be without an answer before it becomes a stream; clients wait for a first byte
 * @param keepAlive after so long a silence a comment is sent
 * @param stall how long a client may take nothing of what waits for it before its connection is closed
 * @param settle how long changes are gathered before they are told
 * @param recheck how often who listens is admitted again
 * @param streamsMax streams open without a call under way
 * @param streamsPerPrincipalMax of those, how many one principal may have
 * @param sessionsMax legacy sessions with something live; others cost nothing
 * @param sessionsPerPrincipalMax of those, how many one principal may have
 * @param replay what is kept for clients that come back
 */
public record StreamLimits(
        Duration firstByte,
        Duration keepAlive,
        Duration stall,
        Duration settle,
        Duration recheck,
        int streamsMax,
        int streamsPerPrincipalMax,
        int sessionsMax,
        int sessionsPerPrincipalMax,
        Replay replay) {

    /** Bytes that may wait for one client before whoever has more to say waits too. */
    static final int OUTBOUND_BYTES_MAX = 64 * 1024;

    public static final StreamLimits DEFAULT = new StreamLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(15),
            8_192,
            64,
            8_192,
            32,
            Replay.DEFAULT);

    /**
     * What is kept of a stream after it was said.
     *
     * @param age how long an event can be asked for again
     * @param eventsMax of one stream
     * @param bytesMax of one stream; a larger event cannot be asked for again
     * @param bytesTotalMax of all streams together
     */
    public record Replay(Duration age, int eventsMax, int bytesMax, long bytesTotalMax) {
        public static final Replay DEFAULT = new Replay(Duration.ofMinutes(5), 256, 1024 * 1024, 64L * 1024 * 1024);
    }
}
