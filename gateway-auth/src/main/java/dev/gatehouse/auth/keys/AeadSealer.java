package dev.gatehouse.auth.keys;

import dev.gatehouse.core.identity.Sealer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Seals with one key per purpose, derived from the master key: replicas open each other's seals, and restarts keep them. */
public final class AeadSealer implements Sealer {
    /** Longer texts are refused before any work is done on them. */
    public static final int SEALED_MAX_CHARS = 64 * 1024;

    public static final int PLAIN_MAX_BYTES = SEALED_MAX_CHARS / 4 * 3 - Aead.OVERHEAD_BYTES;

    /** Purposes are named by our own code; more than this means that input became one. */
    private static final int PURPOSES_MAX = 64;

    private final MasterKey master;
    private final Map<String, Purpose> purposes = new ConcurrentHashMap<>();

    public AeadSealer(MasterKey master) {
        this.master = master;
    }

    /** @throws IllegalArgumentException when {@code plain} is longer than {@link #PLAIN_MAX_BYTES} */
    @Override
    public String seal(String purpose, byte[] plain) {
        if (plain.length > PLAIN_MAX_BYTES) {
            throw new IllegalArgumentException("plain: " + plain.length + " bytes (at most " + PLAIN_MAX_BYTES + ")");
        }
        Purpose known = purpose(purpose);
        return Base64Url.encode(known.aead.seal(known.context, plain));
    }

    @Override
    public Optional<byte[]> open(String purpose, String sealed) {
        if (sealed.length() > SEALED_MAX_CHARS) {
            return Optional.empty();
        }
        Purpose known = purpose(purpose);
        return Base64Url.decode(sealed).flatMap(bytes -> known.aead.open(known.context, bytes));
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
        return new Purpose(new Aead(master.derive("seal/" + name)), name.getBytes(StandardCharsets.UTF_8));
    }

    private record Purpose(Aead aead, byte[] context) {}
}
