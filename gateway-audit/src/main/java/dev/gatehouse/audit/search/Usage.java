package dev.gatehouse.audit.search;

import java.util.Optional;

/**
 * What was used by one agent, person, bundle, tool or upstream.
 *
 * @param of its name; empty text where the records name none
 * @param calls with those that were refused
 * @param failed that went upstream and brought no result that its tool calls a success, those without an outcome left out
 * @param bytes of arguments and results
 * @param medianMicros half of the rounds with an outcome took no longer
 * @param p95Micros 95 of 100 rounds with an outcome took no longer
 */
public record Usage(
        String of,
        long calls,
        long refused,
        long failed,
        long bytes,
        Optional<Long> medianMicros,
        Optional<Long> p95Micros) {

    /** The same under another name. */
    public Usage named(String name) {
        return new Usage(name, calls, refused, failed, bytes, medianMicros, p95Micros);
    }

    /** What calls are summed up by. */
    public enum By {
        AGENT("agent"),
        /** People who call by themselves. */
        USER("CASE principal_kind WHEN 'user' THEN subject END"),
        BUNDLE("bundle"),
        TOOL("tool"),
        UPSTREAM("upstream");

        private final String key;

        By(String key) {
            this.key = key;
        }

        /** In SQL. */
        String key() {
            return key;
        }
    }
}
