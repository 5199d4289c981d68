package dev.gatehouse.audit.segment;

/**
 * How far the trail is sealed.
 *
 * @param digest SHA-256 of the last block's header, in hexadecimal digits; zeros before the first block
 * @param covered the last record it covers
 */
public record SealPoint(String digest, Position covered) {
    /** Nothing was ever sealed. */
    public static final SealPoint NONE = new SealPoint("0".repeat(64), Position.ZERO);
}
