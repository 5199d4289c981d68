package dev.gatehouse.core.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A map that forgets what was not used for longest once it is full. Thread-safe. */
final class Recent<K, V> {
    private final Map<K, V> entries;

    Recent(int entriesMax) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > entriesMax;
            }
        };
    }

    synchronized Optional<V> find(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** Makes the value when there is none; {@code make} must be quick and must not come back here. */
    synchronized V findOrMake(K key, Function<K, V> make) {
        V found = entries.get(key);
        if (found == null) {
            found = make.apply(key);
            entries.put(key, found);
        }
        return found;
    }
}
