package dev.gatehouse.auth.people;

import java.util.Locale;

/** Names as they are compared: without regard to case, alike in every locale and in every database. */
public final class Folded {
    private Folded() {}

    public static String of(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
