package dev.gatehouse.core.digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104), which every Java platform has. */
public final class HmacSha256 {
    /** When a post was signed, in seconds since 1970. */
    public static final String TIMESTAMP_HEADER = "Gatehouse-Timestamp";

    /** {@code v1=} and the digest, in hexadecimal digits, of the timestamp, a full stop and the body. */
    public static final String SIGNATURE_HEADER = "Gatehouse-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private HmacSha256() {}

    /** One to be fed piece by piece, keyed with the UTF-8 of the text. */
    public static Mac begin(String key) {
        return begin(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the text's UTF-8. */
    public static byte[] of(byte[] key, String text) {
        return begin(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The headers by which whoever knows the secret can tell that a post is ours, and not an old one sent again. */
    public static Map<String, String> headers(String secret, byte[] body, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        Mac mac = begin(secret);
        mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return Map.of(
                TIMESTAMP_HEADER,
                timestamp,
                SIGNATURE_HEADER,
                "v1=" + HexFormat.of().formatHex(mac.doFinal(body)));
    }

    private static Mac begin(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
