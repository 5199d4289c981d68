package dev.gatehouse.auth.keys;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Sealer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Seals with one key per purpose, derived from a data key: replicas open each other's seals, and restarts keep them. */
public final class AeadSealer implements Sealer {
    /** Longer texts are refused before any work is done on them. */
    public static final int SEALED_MAX_CHARS = 64 * 1024;

    public static final int PLAIN_MAX_BYTES = SEALED_MAX_CHARS / 4 * 3 - Envelope.OVERHEAD_BYTES;

    /** Purposes are named by our own code; more than this means that input became one. */
    private static final int PURPOSES_MAX = 64;

    private final Supplier<Keyring> keys;
    private final Clocks clocks;
    private final Map<String, Purpose> purposes = new ConcurrentHashMap<>();

    public AeadSealer(Supplier<Keyring> keys, Clocks clocks) {
        this.keys = keys;
        this.clocks = clocks;
    }

    /** @throws IllegalArgumentException when {@code plain} is longer than {@link #PLAIN_MAX_BYTES} */
    @Override
    public String seal(String purpose, byte[] plain) {
        if (plain.length > PLAIN_MAX_BYTES) {
            throw new IllegalArgumentException("plain: " + plain.length + " bytes (at most " + PLAIN_MAX_BYTES + ")");
        }
        Purpose known = purpose(purpose);
        return Base64Url.encode(known.envelope.seal(known.context, plain));
    }

    @Override
    public Optional<byte[]> open(String purpose, String sealed) {
        if (sealed.length() > SEALED_MAX_CHARS) {
            return Optional.empty();
        }
        Purpose known = purpose(purpose);
        return Base64Url.decode(sealed).flatMap(known::open);
    }

    private Purpose purpose(String name) {
        Purpose known = purposes.get(name);
        if (known != null) {
            return known;
        }
        if (purposes.size() >= PURPOSES_MAX) {
            throw new IllegalStateException("more than " + PURPOSES_MAX + " purposes");
        }
        return purposes.computeIfAbsent(name, this::derive);
    }

    private Purpose derive(String name) {
        String derivation = "seal/" + name;
        return new Purpose(new Envelope(keys, clocks, derivation, derivation), name.getBytes(StandardCharsets.UTF_8));
    }

    private record Purpose(Envelope envelope, byte[] context) {
        Optional<byte[]> open(byte[] sealed) {
            return envelope.open(context, sealed).or(() -> envelope.openFormer(context, sealed));
        }
    }
}
