package dev.gatehouse.policy.detect.scan;

import java.util.function.IntPredicate;

/** Some of the ASCII characters: runs of them are passed over without asking what each one is. */
public final class Ascii {
    private static final int COUNT = 128;

    private final boolean[] chosen = new boolean[COUNT];

    private Ascii() {}

    public static Ascii of(IntPredicate chosen) {
        Ascii some = new Ascii();
        for (int c = 0; c < COUNT; c++) {
            some.chosen[c] = chosen.test(c);
        }
        return some;
    }

    /** Whether it is one of them; what is not ASCII never is. */
    public boolean has(char c) {
        return c < COUNT && chosen[c];
    }
}
