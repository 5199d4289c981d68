package dev.gatehouse.auth.agent;

import java.security.MessageDigest;
import java.time.Instant;

/**
 * A secret that works, as far as we know it.
 *
 * @param sha256 of the secret
 * @param until when it stops working; {@link Instant#MAX} for the newest
 */
public record SecretHash(byte[] sha256, Instant until) {

    public boolean matches(byte[] presentedSha256, Instant now) {
        return MessageDigest.isEqual(sha256, presentedSha256) && now.isBefore(until);
    }

    SecretHash until(Instant end) {
        return new SecretHash(sha256, end.isBefore(until) ? end : until);
    }

    @Override
    public String toString() {
        return "SecretHash[until=" + until + "]";
    }
}
