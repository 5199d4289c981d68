package dev.gatehouse.audit.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The Ed25519 key by which a gateway seals its trail. It says nothing of itself in logs. */
public final class SealingKey {
    private final PrivateKey secret;
    private final PublicKey publicKey;

    private SealingKey(PrivateKey secret, PublicKey publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    public static SealingKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(PublicKey.ALGORITHM).generateKeyPair();
            return new SealingKey(pair.getPrivate(), PublicKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + PublicKey.ALGORITHM, e);
        }
    }

    /**
     * @param stored what {@link #toBytes} gave
     * @throws IllegalArgumentException when it is something else
     */
    public static SealingKey of(byte[] stored) {
        try {
            int at = PublicKey.BYTES;
            byte[] encoded = Arrays.copyOfRange(stored, at, stored.length);
            PrivateKey secret = KeyFactory.getInstance(PublicKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            String hex = HexFormat.of().formatHex(stored, 0, at);
            return new SealingKey(secret, PublicKey.parse(hex));
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no sealing key", e);
        }
    }

    /** To be kept secret: the public key's bytes, and the private key in PKCS #8. */
    public byte[] toBytes() {
        byte[] encoded = secret.getEncoded();
        byte[] stored = Arrays.copyOf(publicKey.bytes(), PublicKey.BYTES + encoded.length);
        System.arraycopy(encoded, 0, stored, PublicKey.BYTES, encoded.length);
        return stored;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(PublicKey.ALGORITHM);
            signature.initSign(secret);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was accepted does not sign", e);
        }
    }

    @Override
    public String toString() {
        return "sealing key " + publicKey.id();
    }
}
