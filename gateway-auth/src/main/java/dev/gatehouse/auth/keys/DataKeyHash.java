package dev.gatehouse.auth.keys;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA-256 under keys derived from the data keys, cut to 128 bits: all gateways of a database hash alike. */
public final class DataKeyHash implements KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 16;

    private final Supplier<Keyring> keys;
    private final Clocks clocks;
    private final Map<Derived, SecretKey> derived = new ConcurrentHashMap<>();

    public DataKeyHash(Supplier<Keyring> keys, Clocks clocks) {
        this.keys = keys;
        this.clocks = clocks;
    }

    private record Derived(int key, String purpose) {}

    @Override
    public String of(String purpose, String text) {
        return hash(keys.get().current(clocks.now()), purpose, text);
    }

    @Override
    public List<String> all(String purpose, String text) {
        return keys.get().all().stream().map(key -> hash(key, purpose, text)).toList();
    }

    private String hash(DataKey key, String purpose, String text) {
        SecretKey secret = derived.computeIfAbsent(new Derived(key.id(), purpose), _ -> key.derive("hash/" + purpose));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return key.id() + "." + HexFormat.of().formatHex(hash, 0, KEPT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
