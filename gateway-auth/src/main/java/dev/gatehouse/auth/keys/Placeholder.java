package dev.gatehouse.auth.keys;

import java.util.stream.IntStream;

/** Tells keys that somebody typed from keys that somebody drew. A random key fails here less than once in 10^13. */
final class Placeholder {
    private static final int DISTINCT_MIN = 12;

    private Placeholder() {}

    static boolean isLikely(byte[] key) {
        return distinct(key) < DISTINCT_MIN || isText(key) || isSequence(key);
    }

    private static long distinct(byte[] key) {
        return IntStream.range(0, key.length).map(i -> key[i]).distinct().count();
    }

    private static boolean isText(byte[] key) {
        return IntStream.range(0, key.length).allMatch(i -> key[i] >= ' ' && key[i] <= '~');
    }

    private static boolean isSequence(byte[] key) {
        int step = key[1] - key[0];
        return IntStream.range(1, key.length).allMatch(i -> (byte) (key[i - 1] + step) == key[i]);
    }
}
