package dev.gatehouse.core.call;

import dev.gatehouse.core.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** One short text for several: they cannot run into each other, and cannot be found again from it. */
final class Digests {
    private Digests() {}

    /** SHA-256 over the parts with their lengths, as base64url. */
    static String of(String... parts) {
        MessageDigest digest = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
