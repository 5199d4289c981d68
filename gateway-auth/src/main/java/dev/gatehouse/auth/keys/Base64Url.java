package dev.gatehouse.auth.keys;

import java.util.Base64;
import java.util.Optional;

/** Base64url without padding (RFC 7515 §2), strictly: one value has one spelling. */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /** Empty for a foreign character, for padding, for an impossible length and for bits that would be thrown away. */
    public static Optional<byte[]> decode(String text) {
        if (text.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return ENCODER.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
