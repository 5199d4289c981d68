package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** The marks of a value that broke out of its place in a statement. */
final class Injected {
    private static final Set<String> PROBES =
            Set.of("sleep", "pg_sleep", "benchmark", "extractvalue", "updatexml", "xmltype");
    private static final Set<String> CHANGES =
            Set.of("insert", "update", "delete", "drop", "alter", "create", "grant", "exec", "select", "waitfor");

    private Injected() {}

    /** Functions that only waste time or make errors speak. */
    static boolean isProbe(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean isCalled = PROBES.contains(words.get(i)) && words.get(i + 1).equals("(");
            if (isCalled || (words.get(i).equals("waitfor") && words.get(i + 1).equals("delay"))) {
                return true;
            }
        }
        return false;
    }

    /** A whole statement that somebody else's words went into. */
    static boolean isIn(List<String> words, List<List<String>> statements) {
        boolean isSelect = words.getFirst().equals("select");
        boolean isStacked = isSelect
                && statements.size() > 1
                && Set.of("insert", "update", "alter", "grant", "exec")
                        .contains(statements.get(1).getFirst());
        return isStacked || (isSelect && isAlwaysTrue(words)) || unites(words);
    }

    /** Rows of one thing that were asked for by a value, and behind UNION those of another. */
    private static boolean unites(List<String> words) {
        int union = words.indexOf("union");
        return union > 0 && words.subList(0, union).contains("where") && !words.contains("order");
    }

    /** No statement by itself, but it goes on like one behind the end of a string or of a number. */
    static boolean breaksOut(String text, SqlTokens.Read read) {
        int quote = text.indexOf('\'');
        return goesOn(read.words())
                || (quote >= 0
                        && goesOn(SqlTokens.read(text.substring(quote + 1)).words()))
                || (quote >= 0 && text.startsWith("--", quote + 1));
    }

    private static boolean goesOn(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            String next = words.get(i + 1);
            boolean unites = word.equals("union") && (next.equals("select") || next.equals("all"));
            boolean stacks = word.equals(";") && CHANGES.contains(next) && i + 2 < words.size();
            if (unites || stacks) {
                return true;
            }
        }
        return isProbe(words) || isAlwaysTrue(words) || compares(words);
    }

    /** {@code OR 1=1}, {@code OR 'a'='a'}: always true, whatever the row. */
    static boolean isAlwaysTrue(List<String> words) {
        for (int i = 0; i + 3 < words.size(); i++) {
            if (words.get(i).equals("or") && isSame(words, words.get(i + 1).equals("(") ? i + 2 : i + 1)) {
                return true;
            }
        }
        return false;
    }

    static boolean isSame(List<String> words, int at) {
        return at + 2 < words.size()
                && words.get(at + 1).equals("=")
                && words.get(at).equals(words.get(at + 2));
    }

    /** {@code AND 1=(…}, {@code AND (SELECT …}: a condition that asks about something else than the row. */
    private static boolean compares(List<String> words) {
        for (int i = 0; i + 2 < words.size(); i++) {
            boolean isJoined = words.get(i).equals("and") || words.get(i).equals("or");
            String next = words.get(i + 1);
            boolean isConstant =
                    next.equals(SqlTokens.STRING) || (!next.isEmpty() && Character.isDigit(next.charAt(0)));
            boolean asks = next.equals("(") && words.get(i + 2).equals("select");
            if (isJoined && (asks || (isConstant && words.get(i + 2).equals("=")))) {
                return true;
            }
        }
        return false;
    }
}
