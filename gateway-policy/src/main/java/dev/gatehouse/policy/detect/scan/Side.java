package dev.gatehouse.policy.detect.scan;

/** Whose words a payload is. */
public enum Side {
    /** The caller's, on their way to a tool. */
    ARGUMENTS,
    /** The upstream's, on their way to a model. */
    RESULT,
    /** The upstream's about its own tools. */
    DEFINITIONS
}
