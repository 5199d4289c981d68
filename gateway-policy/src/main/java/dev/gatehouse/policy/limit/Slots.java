package dev.gatehouse.policy.limit;

import dev.gatehouse.policy.count.Counted;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who has how many calls under way. Holds nobody who has none, so it is as large as the calls under way at most. */
final class Slots {
    record Key(LimitId limit, String counted) {
        Key(LimitId limit, Counted counted) {
            this(limit, counted.key());
        }
    }

    private final ConcurrentMap<Key, Integer> taken = new ConcurrentHashMap<>();

    /** False when {@code atOnce} are taken. */
    boolean take(Key key, int atOnce) {
        while (true) {
            Integer now = taken.putIfAbsent(key, 1);
            if (now == null) {
                return true;
            }
            if (now >= atOnce) {
                return false;
            }
            if (taken.replace(key, now, now + 1)) {
                return true;
            }
        }
    }

    void giveBack(Key key) {
        taken.computeIfPresent(key, (_, now) -> now > 1 ? now - 1 : null);
    }

    /** How many things have a slot taken. */
    int size() {
        return taken.size();
    }
}
