package dev.gatehouse.audit.segment;

/**
 * How far the trail is sealed.
 *
 * @param digest SHA-256 of the last block's header, in hexadecimal digits; zeros before the first block
 * @param covered the last record it covers; before the first block, the last one that none will cover
 */
public record SealPoint(String digest, Position covered) {
    /** No block yet: the first one begins after this record. */
    public static SealPoint beginning(Position after) {
        return new SealPoint("0".repeat(64), after);
    }
}
