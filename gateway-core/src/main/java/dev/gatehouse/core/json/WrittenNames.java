package dev.gatehouse.core.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that one object has so far. Nearly all objects have few, all different: those are told apart by one bit of
 * their hash. Where that bit is taken they are compared, and many names become a set, so that nobody can make it slow.
 */
final class WrittenNames {
    static final int COMPARED_MAX = 32;

    private String[] few = new String[8];
    private int count;
    private long bits;
    private @Nullable Set<String> many;

    boolean isEmpty() {
        return count == 0;
    }

    /** False when the name is there already. */
    boolean add(String name) {
        Set<String> set = many;
        if (set == null && count == COMPARED_MAX) {
            set = new HashSet<>(Arrays.asList(few));
            many = set;
        }
        return set == null ? addCompared(name) : set.add(name);
    }

    private boolean addCompared(String name) {
        long bit = 1L << name.hashCode();
        if ((bits & bit) != 0 && Arrays.asList(few).subList(0, count).contains(name)) {
            return false;
        }
        bits |= bit;
        if (count == few.length) {
            few = Arrays.copyOf(few, 2 * count);
        }
        few[count++] = name;
        return true;
    }
}
