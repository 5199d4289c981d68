package dev.gatehouse.audit.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of one person or agent: its id stands in records in place of the name, and what is kept under it cannot be read
 * without it.
 *
 * @param alias what the same one is called besides, such as a person's name beside their id
 */
record SubjectKey(String id, String name, Optional<String> alias, byte[] secret, Instant createdAt) {
    /** Names the key of what is encrypted. */
    static final String ENCRYPTED = "encrypted";

    static final String CIPHERTEXT = "aes256gcm";
    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    static SubjectKey make(String name, Optional<String> alias, Instant now) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new SubjectKey(Pseudonym.random(RANDOM), name, alias, secret, now);
    }

    /** To be sealed, never to be written as it is. */
    byte[] toBytes() {
        return Json.object()
                .put("id", id)
                .put("name", name)
                .putIf("alias", alias)
                .put("secret", Base64.getEncoder().encodeToString(secret))
                .put("createdAt", createdAt.toString())
                .build()
                .bytes();
    }

    static Optional<SubjectKey> read(byte[] bytes) {
        try {
            Json json = Json.read(bytes);
            byte[] secret = Base64.getDecoder().decode(json.text("secret").orElse(""));
            Optional<String> id = json.text("id");
            Optional<String> name = json.text("name");
            if (id.isEmpty() || name.isEmpty() || secret.length != SECRET_BYTES) {
                return Optional.empty();
            }
            Instant createdAt = Instant.parse(json.text("createdAt").orElse(""));
            return Optional.of(new SubjectKey(id.get(), name.get(), json.text("alias"), secret, createdAt));
        } catch (JsonSyntaxException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * The value under a key that is good for this place alone, so that a key of a busy agent seals no more than it may.
     *
     * @param place the record and the member; moved elsewhere it does not open
     */
    Json seal(String place, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Json.object()
                    .put(ENCRYPTED, id)
                    .put(CIPHERTEXT, Base64.getEncoder().encodeToString(all))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** Empty when it was altered, belongs elsewhere or is under another key. */
    Optional<byte[]> open(String place, Json sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed.text(CIPHERTEXT).orElse(""));
            if (all.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, place, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (IllegalArgumentException | AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    /** In place of a digest that anybody could try values against. */
    String digest(String sha256) {
        return HexFormat.of().formatHex(mac("digest|" + sha256));
    }

    private Cipher cipher(int mode, String place, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(mac("payload|" + place), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((id + "|" + place).getBytes(UTF_8));
        return cipher;
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Never tells the secret. */
    @Override
    public String toString() {
        return "SubjectKey[" + id + "]";
    }

    /** A key is its id. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SubjectKey key && key.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
