package dev.gatehouse.core.json;

/** What one document may hold. String values and the document itself are bounded by the message limit of the wire. */
public final class JsonLimits {
    /** Objects and arrays open at the same time. */
    public static final int DEPTH_MAX = 64;
    /** Bytes of one member name as written, between its quotes. */
    public static final int NAME_MAX_BYTES = 1024;
    /** Bytes of one number literal. */
    public static final int NUMBER_MAX_BYTES = 64;
    /** Values and member names of one document, counted together. */
    public static final int TOKENS_MAX = 200_000;

    private JsonLimits() {}
}
