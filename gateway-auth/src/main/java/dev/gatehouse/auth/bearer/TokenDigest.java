package dev.gatehouse.auth.bearer;

import dev.gatehouse.core.digest.Sha256;
import java.nio.ByteBuffer;

/** SHA-256 of a token, as a map key: the cache of verified tokens holds no token that a heap dump could give away. */
record TokenDigest(long first, long second, long third, long fourth) {

    static TokenDigest of(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(token));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
