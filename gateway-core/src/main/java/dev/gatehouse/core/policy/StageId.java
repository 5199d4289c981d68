package dev.gatehouse.core.policy;

/** Where a stage comes from in the configuration, e.g. {@code no-destructive[2]}. */
public record StageId(String value) {
    /** What is told of a stage that failed. The type of the failure is recorded, its message is not: it may quote arguments. */
    public String undecided(Throwable failure) {
        return "policy " + value + " could not decide (" + failure.getClass().getSimpleName() + ")";
    }

    @Override
    public String toString() {
        return value;
    }
}
