package dev.gatehouse.core.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The member names of the objects that are open, to find a name given twice. Few plain names are compared as the bytes
 * they are; many, or escaped ones, as strings in a hash set, whose bins turn into trees: chosen collisions cost a
 * logarithm, not a square.
 */
final class OpenNames {
    static final int COMPARED_MAX = 32;

    /** For eight names; most documents have no more open at once. */
    private static final int SPANS = 16;

    private final byte[] in;
    private int[] spans = new int[SPANS];
    private int top;
    private int base;
    private @Nullable NameSet set;

    OpenNames(byte[] in) {
        this.in = in;
    }

    /** Starts an object; give the returned value to {@link #close}. */
    int open() {
        int outer = base;
        base = top;
        return outer;
    }

    void close(int outer) {
        if (set != null && set.base == base) {
            set = set.outer;
        }
        top = base;
        base = outer;
    }

    /** Adds the name between two offsets to the innermost object; false when that object has it already. */
    boolean add(int from, int to, boolean escaped) {
        NameSet names = set;
        if (names == null || names.base != base) {
            if (!escaped && top - base < 2 * COMPARED_MAX) {
                return addCompared(from, to);
            }
            names = startSet();
        }
        pushPlaceholder();
        return names.decoded.add(StringDecoder.decode(in, from, to));
    }

    private boolean addCompared(int from, int to) {
        int[] known = spans;
        for (int i = base; i < top; i += 2) {
            if (known[i + 1] - known[i] == to - from && Arrays.equals(in, known[i], known[i + 1], in, from, to)) {
                return false;
            }
        }
        push(from, to);
        return true;
    }

    private NameSet startSet() {
        NameSet started = new NameSet(base, set);
        for (int i = base; i < top; i += 2) {
            started.decoded.add(StringDecoder.decode(in, spans[i], spans[i + 1]));
        }
        set = started;
        return started;
    }

    /** An object nested in this one must start above {@link #base}, or it would be taken for this one. */
    private void pushPlaceholder() {
        if (top == base) {
            push(0, 0);
        }
    }

    private void push(int from, int to) {
        if (top == spans.length) {
            spans = Arrays.copyOf(spans, 2 * top);
        }
        spans[top++] = from;
        spans[top++] = to;
    }

    private static final class NameSet {
        final int base;
        final @Nullable NameSet outer;
        final Set<String> decoded = new HashSet<>();

        NameSet(int base, @Nullable NameSet outer) {
            this.base = base;
            this.outer = outer;
        }
    }
}
