package dev.gatehouse.audit.alert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is remembered of the keys that were seen last; of one beyond the limit, the one that was not seen for longest goes. */
final class Recent<V> {
    private final Map<String, V> values;

    Recent(int max) {
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }

    V get(String key, Supplier<V> absent) {
        return values.computeIfAbsent(key, _ -> absent.get());
    }

    /** Forgets it, and says what it was. */
    Optional<V> take(String key) {
        return Optional.ofNullable(values.remove(key));
    }

    /** Whether it was not there. */
    boolean add(String key, V value) {
        return values.put(key, value) == null;
    }
}
