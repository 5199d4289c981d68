package dev.gatehouse.policy.pin;

import dev.gatehouse.policy.legible.Legible;
import java.util.ArrayList;
import java.util.List;

/** Two texts line by line, a sentence counting as a line: what went is marked with a minus, what came with a plus. */
final class LineDiff {
    /** Of either text; longer ones are shown one after the other. */
    static final int LINES_MAX = 400;

    private LineDiff() {}

    static List<String> of(String before, String after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        List<String> told = new ArrayList<>();
        if (old.size() > LINES_MAX || now.size() > LINES_MAX) {
            old.forEach(line -> told.add("- " + line));
            now.forEach(line -> told.add("+ " + line));
        } else {
            tell(old, now, common(old, now), told);
        }
        return List.copyOf(told);
    }

    /** Each line as it can be seen; the characters that end it stand at its end. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("(?<=\n)|(?<=[.;] )", -1)) {
            if (!line.isEmpty()) {
                lines.add(Legible.of(line));
            }
        }
        return lines;
    }

    /** At [i][j], how many lines the rests from i and j on have in common, in order. */
    private static int[][] common(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static void tell(List<String> old, List<String> now, int[][] common, List<String> told) {
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                told.add("  " + old.get(i));
                i++;
                j++;
            } else if (i < old.size() && (j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
                told.add("- " + old.get(i++));
            } else {
                told.add("+ " + now.get(j++));
            }
        }
    }
}
