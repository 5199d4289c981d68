package dev.gatehouse.transport.world;

import dev.gatehouse.core.identity.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A real seal with a key of the test's own, so that altered session ids fail for the real reason. */
public final class GcmSealer implements Sealer {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");
    private static final int NONCE = 12;
    private final SecureRandom random = new SecureRandom();

    @Override
    public String seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<byte[]> open(String purpose, String sealed) {
        try {
            byte[] both = Base64.getUrlDecoder().decode(sealed);
            byte[] nonce = Arrays.copyOf(both, NONCE);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(both, NONCE, both.length - NONCE));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, KEY, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
