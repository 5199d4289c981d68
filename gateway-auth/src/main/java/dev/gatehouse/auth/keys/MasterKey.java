package dev.gatehouse.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The one secret that an operator keeps: every other key is derived from it or sealed by such a derived key. */
public final class MasterKey {
    public static final int BYTES = 32;

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the key from text: 64 hex digits, or base64 in either alphabet, with or without padding. White space around
     * it is ignored.
     *
     * @param source how messages name the place it came from, e.g. {@code ${env:GATEHOUSE_MASTER_KEY}}
     * @throws MasterKeyException when the length is wrong or the value is a placeholder; never quotes the value
     */
    public static MasterKey parse(String source, String text) throws MasterKeyException {
        byte[] bytes = decode(source, text.strip());
        if (bytes.length != BYTES) {
            throw new MasterKeyException("master key from " + source + ": " + bytes.length + " bytes (expected: "
                    + BYTES + " random bytes, as base64 or 64 hex digits; make one with: openssl rand -base64 32)");
        }
        if (Placeholder.isLikely(bytes)) {
            throw new MasterKeyException("master key from " + source
                    + ": a placeholder, not random bytes (make one with: openssl rand -base64 32)");
        }
        return new MasterKey(bytes);
    }

    static MasterKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /** The text form that {@link #parse} reads; for the key file alone. */
    String reveal() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** An AES-256 key for one purpose, by HKDF-SHA-256 (RFC 5869); the same purpose always gives the same key. */
    SecretKey derive(String purpose) {
        try {
            byte[] info = ("gatehouse/v1/" + purpose).getBytes(StandardCharsets.UTF_8);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES", HKDFParameterSpec.ofExtract().addIKM(bytes).thenExpand(info, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of this version has HKDF-SHA256", e);
        }
    }

    private static byte[] decode(String source, String text) throws MasterKeyException {
        try {
            return HEX.matcher(text).matches()
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            throw new MasterKeyException(
                    "master key from " + source + ": neither base64 nor " + 2 * BYTES + " hex digits");
        }
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
