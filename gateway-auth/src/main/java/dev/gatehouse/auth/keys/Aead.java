package dev.gatehouse.auth.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random 96-bit nonce; sealed bytes are version, nonce, ciphertext, tag. Good for 2^32 seals per key
 * (NIST SP 800-38D §8.3). A cipher per call: threads share nothing but the key.
 */
final class Aead {
    static final int OVERHEAD_BYTES = 1 + 12 + 16;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Aead(SecretKey key) {
        this.key = key;
    }

    byte[] seal(byte[] context, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = new byte[plain.length + OVERHEAD_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, context);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** Empty when altered, sealed under another context or by another key. */
    Optional<byte[]> open(byte[] context, byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES || sealed[0] != VERSION) {
            return Optional.empty();
        }
        try {
            int from = 1 + NONCE_BYTES;
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, sealed, 1, context).doFinal(sealed, from, sealed.length - from));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, int offset, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE_BYTES));
        cipher.updateAAD(context);
        return cipher;
    }
}
