package dev.gatehouse.auth.keys;

import dev.gatehouse.core.call.Clocks;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals for one purpose under the data key whose turn it is: version, the key's id in four bytes, what {@link Aead} made.
 * Opens what any known data key sealed, and what the master key sealed when there were no data keys.
 */
final class Envelope {
    static final int HEADER_BYTES = 1 + Integer.BYTES;
    static final int OVERHEAD_BYTES = HEADER_BYTES + Aead.OVERHEAD_BYTES;

    private static final byte VERSION = 2;

    private final Supplier<Keyring> keys;
    private final Clocks clocks;
    private final String purpose;
    private final String formerPurpose;
    /** One per data key that was used. */
    private final Map<Integer, Aead> aeads = new ConcurrentHashMap<>();

    private volatile @Nullable Aead former;

    /** @param formerPurpose what the master key's own derivation was called */
    Envelope(Supplier<Keyring> keys, Clocks clocks, String purpose, String formerPurpose) {
        this.keys = keys;
        this.clocks = clocks;
        this.purpose = purpose;
        this.formerPurpose = formerPurpose;
    }

    byte[] seal(byte[] context, byte[] plain) {
        DataKey key = keys.get().current(clocks.now());
        byte[] sealed = aead(key).seal(context, plain);
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .put(VERSION)
                .putInt(key.id())
                .put(sealed)
                .array();
    }

    /** Empty when altered, sealed under another context or by a key that is not known. */
    Optional<byte[]> open(byte[] context, byte[] sealed) {
        return keyOf(sealed)
                .flatMap(id -> keys.get().find(id))
                .flatMap(key -> aead(key).open(context, Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length)));
    }

    /** What was sealed when there were no data keys; empty for anything else. */
    Optional<byte[]> openFormer(byte[] context, byte[] sealed) {
        if (sealed.length == 0 || sealed[0] == VERSION) {
            return Optional.empty();
        }
        Aead known = former;
        if (known == null) {
            known = new Aead(keys.get().master().derive(formerPurpose));
            former = known;
        }
        return known.open(context, sealed);
    }

    /** Whether it was sealed by the key whose turn it is now. */
    boolean isCurrent(byte[] sealed) {
        int current = keys.get().current(clocks.now()).id();
        return keyOf(sealed).filter(id -> id == current).isPresent();
    }

    private static Optional<Integer> keyOf(byte[] sealed) {
        return sealed.length >= OVERHEAD_BYTES && sealed[0] == VERSION
                ? Optional.of(ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt())
                : Optional.empty();
    }

    private Aead aead(DataKey key) {
        return aeads.computeIfAbsent(key.id(), _ -> new Aead(key.derive(purpose)));
    }
}
