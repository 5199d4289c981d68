package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which rows a statement changes or deletes: that is what its own WHERE says, not one in brackets. */
final class SqlRows {
    private static final Set<String> AFTER_WHERE = Set.of("returning", "order", "limit", "group");

    private static final Set<String> MODIFIERS = Set.of("top", "low_priority", "quick", "ignore", "only");

    private SqlRows() {}

    /** Whether all rows are meant. Words that only look like a statement say neither SET nor FROM. */
    static boolean isUnbounded(List<String> words) {
        return switch (words.getFirst()) {
            case "update" -> words.contains("set") && words.contains("=") && !saysWhich(words);
            case "delete" -> deletes(words) && !saysWhich(words);
            case "merge" -> merges(words);
            default -> false;
        };
    }

    /** {@code DELETE FROM t}, {@code DELETE t FROM t JOIN u}; and no sentence that begins like it. */
    private static boolean deletes(List<String> words) {
        int from = words.indexOf("from");
        boolean isPlain = from == 1 && words.size() > 2;
        boolean isModified = from > 1 && words.size() > from + 1 && MODIFIERS.contains(words.get(1));
        boolean isOfTable = from > 1 && words.subList(from, words.size()).contains(words.get(1));
        return isPlain || isModified || isOfTable;
    }

    /** What stands in a common table expression, or behind one. */
    static Optional<String> within(List<String> words) {
        if (!words.getFirst().equals("with")) {
            return Optional.empty();
        }
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            boolean changes = words.get(i).equals("delete") || words.get(i).equals("update");
            boolean isFirst =
                    i > 0 && (words.get(i - 1).equals("(") || words.get(i - 1).equals(")"));
            if (changes && isFirst && isUnbounded(words.subList(i, end(words, i, depth)))) {
                return Optional.of(Sql.DESTRUCTIVE);
            }
        }
        return Optional.empty();
    }

    /** Where what was opened before {@code from} is closed. */
    private static int end(List<String> words, int from, int open) {
        int depth = open;
        for (int i = from; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth < open) {
                return i;
            }
        }
        return words.size();
    }

    private static boolean saysWhich(List<String> words) {
        int where = outside(words, Set.of("where"));
        if (where < 0) {
            return false;
        }
        List<String> behind = words.subList(where + 1, words.size());
        int end = outside(behind, AFTER_WHERE);
        return !Condition.alwaysHolds(end < 0 ? behind : behind.subList(0, end));
    }

    private static int outside(List<String> words, Set<String> wanted) {
        int found = -1;
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth == 0 && wanted.contains(words.get(i))) {
                found = i;
            }
        }
        return found;
    }

    private static boolean merges(List<String> words) {
        int on = outside(words, Set.of("on"));
        int when = words.indexOf("when");
        return on >= 0 && when > on && Condition.alwaysHolds(words.subList(on + 1, when));
    }
}
