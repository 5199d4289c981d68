package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** Whether a condition holds for every row, as far as its words say so. */
final class Condition {
    private static final Set<String> NOT_EQUAL = Set.of("<>", "!=");
    private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=");
    private static final Set<String> RANGES = Set.of("in", "between", "like");
    /** Brackets within brackets. */
    private static final int DEPTH_MAX = 6;

    private Condition() {}

    /** One side of an OR that holds always, or all sides of an AND. */
    static boolean alwaysHolds(List<String> condition) {
        return alwaysHolds(condition, 0);
    }

    private static boolean alwaysHolds(List<String> condition, int depth) {
        if (depth > DEPTH_MAX || condition.isEmpty()) {
            return condition.isEmpty();
        }
        if (condition.getFirst().equals("(") && close(condition, 0) == condition.size() - 1) {
            return alwaysHolds(condition.subList(1, condition.size() - 1), depth + 1);
        }
        int or = joint(condition, Set.of("or", "||"));
        if (or >= 0) {
            List<String> left = condition.subList(0, or);
            List<String> right = condition.subList(or + 1, condition.size());
            return isOpposite(left, right) || holds(left, depth) || holds(right, depth);
        }
        int and = condition.contains("between") ? -1 : joint(condition, Set.of("and"));
        if (and < 0) {
            return length(condition, 0) == condition.size();
        }
        return holds(condition.subList(0, and), depth) && holds(condition.subList(and + 1, condition.size()), depth);
    }

    private static boolean holds(List<String> side, int depth) {
        return !side.isEmpty() && alwaysHolds(side, depth + 1);
    }

    /** {@code x IS NULL OR x IS NOT NULL}. */
    private static boolean isOpposite(List<String> left, List<String> right) {
        return left.size() == 3
                && left.subList(1, 3).equals(List.of("is", "null"))
                && right.size() >= 4
                && right.subList(1, 4).equals(List.of("is", "not", "null"))
                && left.getFirst().equals(right.getFirst());
    }

    private static int joint(List<String> words, Set<String> joints) {
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth == 0 && joints.contains(words.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int close(List<String> words, int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** How many words from here say something that always holds; 0 when what they say depends on the row. */
    static int length(List<String> words, int at) {
        String first = peek(words, at);
        String second = peek(words, at + 1);
        if (first.equals("not")) {
            return negated(words, at + 1);
        }
        if (COMPARISONS.contains(second) && !peek(words, at + 2).isEmpty()) {
            boolean isWhole = !isOperator(peek(words, at + 3));
            return isWhole && isTrue(first, second, peek(words, at + 2)) ? 3 : 0;
        }
        boolean isConstant = first.equals("true") || first.equals("1");
        boolean goesOn = isOperator(second) || RANGES.contains(second);
        return isConstant && !goesOn ? 1 : range(words, at);
    }

    /** Behind NOT: what never holds. */
    private static int negated(List<String> words, int at) {
        if (Set.of("false", "0").contains(peek(words, at))) {
            return 2;
        }
        String left = peek(words, at + 1);
        String right = peek(words, at + 3);
        boolean areNumbers = isNumber(left) && isNumber(right);
        boolean isCompared = peek(words, at).equals("(") && peek(words, at + 2).equals("=");
        return isCompared && areNumbers && !isSame(left, right) ? 6 : 0;
    }

    private static int range(List<String> words, int at) {
        String first = peek(words, at);
        return switch (peek(words, at + 1)) {
            case "in" -> peek(words, at + 2).equals("(") && peek(words, at + 3).equals(first) ? 5 : 0;
            case "between" -> isBetween(first, peek(words, at + 2), peek(words, at + 4)) ? 5 : 0;
            case "like" -> peek(words, at + 2).equals("'%") || isSame(first, peek(words, at + 2)) ? 3 : 0;
            case "(" -> first.equals("exists") && isSelectOfNothing(words, at + 2) ? 5 : 0;
            default -> 0;
        };
    }

    private static boolean isSelectOfNothing(List<String> words, int at) {
        return peek(words, at).equals("select") && peek(words, at + 2).equals(")");
    }

    private static boolean isBetween(String value, String low, String high) {
        if (isNumber(value) && isNumber(low) && isNumber(high)) {
            long number = Long.parseLong(value);
            return number >= Long.parseLong(low) && number <= Long.parseLong(high);
        }
        return value.equals(low) && value.equals(high);
    }

    /** Of two that are the same, or of two constants; strings that differ are not equal. */
    private static boolean isTrue(String left, String sign, String right) {
        if (isSame(left, right)) {
            return sign.equals("=") || sign.equals("<=") || sign.equals(">=");
        }
        if (SqlTokens.isString(left) && SqlTokens.isString(right)) {
            return NOT_EQUAL.contains(sign);
        }
        if (!isNumber(left) || !isNumber(right)) {
            return false;
        }
        int order = Long.compare(Long.parseLong(left), Long.parseLong(right));
        return switch (sign) {
            case "<>", "!=" -> order != 0;
            case "<", "<=" -> order < 0;
            case ">", ">=" -> order > 0;
            default -> false;
        };
    }

    private static boolean isSame(String left, String right) {
        return left.equals(right);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() < 18 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isOperator(String word) {
        return COMPARISONS.contains(word)
                || Set.of("+", "-", "*", "/", ".", "(").contains(word);
    }

    private static String peek(List<String> words, int at) {
        return at < words.size() ? words.get(at) : "";
    }
}
