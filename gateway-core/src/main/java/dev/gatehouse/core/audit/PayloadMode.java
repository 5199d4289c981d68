package dev.gatehouse.core.audit;

/** How much of arguments and results a bundle's trail keeps. */
public enum PayloadMode {
    /** SHA-256 and length. */
    DIGEST,
    /** Also the shape: types stay, and keys that read like names; every scalar is masked. */
    REDACTED,
    /** Also the whole value. */
    FULL
}
