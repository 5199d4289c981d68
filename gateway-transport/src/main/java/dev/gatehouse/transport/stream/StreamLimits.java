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
 * @param replayAge how long an event can be asked for again
 * @param streamsMax streams open without a call under way
 * @param streamsPerPrincipalMax of those, how many one principal may have
 * @param sessionsMax legacy sessions with something live; others cost nothing
 * @param sessionsPerPrincipalMax of those, how many one principal may have
 */
public record StreamLimits(
        Duration firstByte,
        Duration keepAlive,
        Duration stall,
        Duration settle,
        Duration recheck,
        Duration replayAge,
        int streamsMax,
        int streamsPerPrincipalMax,
        int sessionsMax,
        int sessionsPerPrincipalMax) {

    /** Bytes that may wait for one client before whoever has more to say waits too. */
    static final int OUTBOUND_BYTES_MAX = 64 * 1024;

    /** What one stream keeps for a client that comes back. */
    public static final int REPLAY_BYTES_MAX = 1024 * 1024;

    public static final int REPLAY_EVENTS_MAX = 256;

    /** What all streams together keep for clients that come back. */
    public static final long REPLAY_BYTES_TOTAL_MAX = 64L * 1024 * 1024;

    public static final StreamLimits DEFAULT = new StreamLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(15),
            Duration.ofMinutes(5),
            8_192,
            64,
            8_192,
            32);
}
