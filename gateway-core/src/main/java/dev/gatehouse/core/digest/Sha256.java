package dev.gatehouse.core.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has. */
public final class Sha256 {
    /** Never fed. Copying it is cheaper than looking through the security providers for each of a call's digests. */
    private static final MessageDigest UNUSED = find();

    private static final HexFormat HEX = HexFormat.of();

    private Sha256() {}

    /** One to be fed piece by piece. */
    public static MessageDigest begin() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            return find();
        }
    }

    public static byte[] of(byte[] input) {
        return begin().digest(input);
    }

    /** Of a part of an array. */
    public static byte[] of(byte[] input, int from, int length) {
        MessageDigest digest = begin();
        digest.update(input, from, length);
        return digest.digest();
    }

    /** Of the text's UTF-8. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In lower-case hexadecimal digits. */
    public static String hex(byte[] input) {
        return HEX.formatHex(of(input));
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
