package dev.gatehouse.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;

/** A key that seals, once it is active, and opens what it sealed. */
final class DataKey {
    static final int BYTES = 32;

    private final int id;
    private final byte[] secret;
    private final Instant activatesAt;

    private DataKey(int id, byte[] secret, Instant activatesAt) {
        this.id = id;
        this.secret = secret;
        this.activatesAt = activatesAt;
    }

    static DataKey random(int id, Instant activatesAt) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new DataKey(id, secret, activatesAt);
    }

    /** Empty when another master key wrapped it, or it was altered. */
    static Optional<DataKey> unwrap(int id, Instant activatesAt, byte[] wrapped, MasterKey master) {
        return wrapping(master)
                .open(context(id), wrapped)
                .filter(secret -> secret.length == BYTES)
                .map(secret -> new DataKey(id, secret, activatesAt));
    }

    byte[] wrap(MasterKey master) {
        return wrapping(master).seal(context(id), secret);
    }

    int id() {
        return id;
    }

    Instant activatesAt() {
        return activatesAt;
    }

    SecretKey derive(String purpose) {
        return Hkdf.derive(secret, purpose);
    }

    private static Aead wrapping(MasterKey master) {
        return new Aead(master.derive("auth.wrapped_key"));
    }

    /** Binds it to its row: moved to another one it does not open. */
    private static byte[] context(int id) {
        return ("auth.wrapped_key|" + id + "|wrapped").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
