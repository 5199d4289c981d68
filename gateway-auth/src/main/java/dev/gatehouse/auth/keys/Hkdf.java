package dev.gatehouse.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF-SHA-256 (RFC 5869): many keys from one secret, none of which tells anything of another. */
final class Hkdf {
    private static final int AES_KEY_BYTES = 32;

    private Hkdf() {}

    /** An AES-256 key for one purpose; the same purpose always gives the same key. */
    static SecretKey derive(byte[] secret, String purpose) {
        try {
            byte[] info = ("gatehouse/v1/" + purpose).getBytes(StandardCharsets.UTF_8);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, AES_KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of this version has HKDF-SHA256", e);
        }
    }
}
