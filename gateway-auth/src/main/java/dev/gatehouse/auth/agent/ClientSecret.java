package dev.gatehouse.auth.agent;

import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.core.digest.Sha256;
import java.security.SecureRandom;

/** A client secret in the clear: as somebody presented it, or new and about to be shown for the only time. */
public record ClientSecret(String value) {
    static final String PREFIX = "ghs_";

    private static final int RANDOM_BYTES = 32;

    public static ClientSecret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ClientSecret(PREFIX + Base64Url.encode(bytes));
    }

    /**
     * What is stored and compared. A slow hash protects secrets that can be guessed; with 256 random bits there is
     * nothing to guess, and a fast one keeps the token endpoint from being a way to burn our CPU.
     */
    public byte[] sha256() {
        return Sha256.of(value);
    }

    @Override
    public String toString() {
        return "ClientSecret[hidden]";
    }
}
