package dev.gatehouse.core.identity;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name somebody probably meant. */
public final class Nearest {
    private static final int COMPARED_CHARS_MAX = 64;

    private Nearest() {}

    /** {@code  (did you mean `x`?)} for the nearest of the known names, or nothing when none is near. */
    public static String hint(String written, Collection<String> known) {
        String cut = written.substring(0, Math.min(written.length(), COMPARED_CHARS_MAX));
        int tolerated = Math.max(1, cut.length() / 3);
        return known.stream()
                .filter(name -> distance(cut, name) <= tolerated)
                .min(Comparator.comparingInt(name -> distance(cut, name)))
                .map(name -> " (did you mean `" + name + "`?)")
                .orElse("");
    }

    /** Levenshtein distance, in which the case of letters does not count. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
