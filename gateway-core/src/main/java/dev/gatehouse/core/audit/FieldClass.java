package dev.gatehouse.core.audit;

/** What becomes of a field before it is recorded. Each is stricter than the one before it. */
public enum FieldClass {
    PLAIN,
    /** A keyed hash: equal values stay equal, and only who has the key can try a value. Nothing brings the value back. */
    HMAC,
    /** Under a key of the person or agent it is about: readable until that key is destroyed. */
    ENCRYPTED,
    /** Not recorded; the record says that it was dropped. */
    DROPPED
}
