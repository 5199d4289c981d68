package dev.gatehouse.core.digest;

import java.nio.ByteBuffer;

/** SHA-256 of a token, as a map key: what is kept of known tokens holds none that a heap dump could give away. */
public record TokenDigest(long first, long second, long third, long fourth) {

    public static TokenDigest of(String token) {
        return of(Sha256.of(token));
    }

    /** @param sha256 a digest of a token, 32 bytes */
    public static TokenDigest of(byte[] sha256) {
        ByteBuffer digest = ByteBuffer.wrap(sha256);
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
