package dev.gatehouse.core.policy;

/**
 * Names one call through every record, log line and retry. Unique per replica without coordination: 48 bits of time,
 * 32 bits drawn at boot, 32 bits counted, as 28 lower-case hex digits that sort by time.
 */
public record CallId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
