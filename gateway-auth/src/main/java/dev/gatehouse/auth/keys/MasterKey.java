package dev.gatehouse.auth.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/** The one secret that an operator keeps: every other key is derived from it or sealed by such a derived key. */
public final class MasterKey {
    public static final int BYTES = 32;

    static final int ID_BYTES = 16;
    private static final int LABEL_BYTES = 4;

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

    /** See {@link Hkdf#derive}. */
    SecretKey derive(String purpose) {
        return Hkdf.derive(bytes, purpose);
    }

    /** Tells one master key from another, and nothing else about it. */
    byte[] id() {
        return Arrays.copyOf(derive("master/id").getEncoded(), ID_BYTES);
    }

    /** The same for people. */
    String label() {
        return HexFormat.of().formatHex(id(), 0, LABEL_BYTES);
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
