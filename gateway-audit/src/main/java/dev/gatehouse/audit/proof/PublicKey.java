package dev.gatehouse.audit.proof;

import dev.gatehouse.core.digest.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key that seals are checked with (RFC 8032). */
public final class PublicKey {
    /** Of the key by itself. */
    public static final int BYTES = 32;

    public static final int SIGNATURE_BYTES = 64;

    static final String ALGORITHM = "Ed25519";
    private static final int ID_BYTES = 8;
    /** What X.509 puts before the 32 bytes (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] bytes;
    private final java.security.PublicKey key;

    private PublicKey(byte[] bytes, java.security.PublicKey key) {
        this.bytes = bytes;
        this.key = key;
    }

    static PublicKey of(java.security.PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new PublicKey(Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length), key);
    }

    /**
     * @param hex the 64 hexadecimal digits that {@link #toString} gives
     * @throws IllegalArgumentException when they are no such key
     */
    public static PublicKey parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a public key has " + 2 * BYTES + " hexadecimal digits");
        }
        byte[] encoded = Arrays.copyOf(X509, X509.length + BYTES);
        System.arraycopy(bytes, 0, encoded, X509.length, BYTES);
        try {
            return new PublicKey(
                    bytes, KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("no point of the curve", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Names the key in headers: the first 16 digits of its SHA-256. */
    public String id() {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, ID_BYTES);
    }

    /** False for whatever is wrong with the signature. */
    public boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text);
            return signature.length == SIGNATURE_BYTES && check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
