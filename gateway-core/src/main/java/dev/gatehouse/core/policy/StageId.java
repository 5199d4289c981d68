package dev.gatehouse.core.policy;

/** Where a stage comes from in the configuration, e.g. {@code no-destructive[2]}. */
public record StageId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
