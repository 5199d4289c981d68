package dev.gatehouse.policy.detect;

/** What follows when something is seen. */
public enum Action {
    /** The call is denied, or what came back withheld. */
    BLOCK,
    /** What was seen is masked. */
    REDACT,
    /** It is recorded. */
    FLAG,
    /** It is recorded under a word of its own, for somebody to be told. */
    ALERT
}
