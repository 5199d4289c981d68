package dev.gatehouse.auth.keys;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys that seal and open, at one moment. */
public final class Keyring {
    private static final Comparator<DataKey> BY_ACTIVATION =
            Comparator.comparing(DataKey::activatesAt).thenComparingInt(DataKey::id);

    private final MasterKey master;
    private final Map<Integer, DataKey> keys;

    /** @param keys at least one */
    Keyring(MasterKey master, List<DataKey> keys) {
        this.master = master;
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(DataKey::id, Function.identity()));
    }

    /** What sealed before there were data keys. */
    MasterKey master() {
        return master;
    }

    /** In no order. */
    Collection<DataKey> all() {
        return keys.values();
    }

    Optional<DataKey> find(int id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The one that was activated last; where a clock is behind all of them, the one that is first. */
    DataKey current(Instant now) {
        return keys.values().stream()
                .filter(key -> !key.activatesAt().isAfter(now))
                .max(BY_ACTIVATION)
                .orElseGet(() -> keys.values().stream().min(BY_ACTIVATION).orElseThrow());
    }
}
