package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** The marks of a value that broke out of its place in a statement. */
final class Injected {
    private static final Set<String> PROBES = Set.of(
            "sleep", "pg_sleep", "benchmark", "extractvalue", "updatexml", "xmltype", "receive_message", "json_keys");
    private static final Set<String> CHANGES = Set.of(
            "insert",
            "update",
            "delete",
            "drop",
            "alter",
            "create",
            "grant",
            "exec",
            "execute",
            "select",
            "waitfor",
            "copy",
            "declare",
            "truncate",
            "if");
    /** What a condition asks about one character at a time. */
    private static final Set<String> QUESTIONS = Set.of(
            "ascii",
            "substr",
            "substring",
            "mid",
            "ord",
            "length",
            "len",
            "char_length",
            "if",
            "case",
            "exists",
            "database",
            "version",
            "convert",
            "cast",
            "user");
    /** What a value goes on with when the rest of the statement is commented out. */
    private static final Set<String> CONTINUED =
            Set.of("and", "or", "||", "order", "group", "having", "union", "procedure", "into", "limit", ";", ")");

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
    static boolean isIn(SqlTokens.Read read, List<List<String>> statements) {
        List<String> words = read.words();
        boolean isSelect = words.getFirst().equals("select");
        boolean isStacked = isSelect
                && statements.size() > 1
                && Set.of("insert", "update", "alter", "grant", "exec")
                        .contains(statements.get(1).getFirst());
        return isStacked || read.isCutOff() || (isSelect && (isAlwaysTrue(words) || unites(words)));
    }

    /** Rows of one thing that were asked for by a value, and behind UNION those of another. */
    private static boolean unites(List<String> words) {
        int union = words.indexOf("union");
        boolean isAlone = union > 0 && union == words.lastIndexOf("union") && !words.contains("order");
        String value = union > 0 ? words.get(union - 1) : "";
        boolean isValue = SqlTokens.isString(value) || (!value.isEmpty() && Character.isDigit(value.charAt(0)));
        return isAlone && isValue && words.subList(0, union).contains("where");
    }

    /** No statement by itself, but it goes on like one behind the end of a string or of a number. */
    static boolean breaksOut(String text, SqlTokens.Read read) {
        if (goesOn(read.words())) {
            return true;
        }
        int quote = quote(text);
        if (quote >= 0) {
            String tail = text.substring(quote + 1);
            List<String> words = SqlTokens.read(tail).words();
            return goesOn(words) || isCutOff(tail) || isLeftOpen(tail, words);
        }
        boolean isNumber = !read.words().isEmpty()
                && Character.isDigit(read.words().getFirst().charAt(0));
        return isNumber && isCutOff(text.replaceFirst("^\\s*\\d+", ""));
    }

    /** The first quote; a double one only where a value would end. */
    private static int quote(String text) {
        int single = text.indexOf('\'');
        int two = text.indexOf('"');
        return single >= 0 || !text.substring(0, Math.max(two, 0)).matches("[\\w@.-]{0,20}") ? single : two;
    }

    /** A condition whose last string the statement itself is to close. */
    private static boolean isLeftOpen(String tail, List<String> words) {
        boolean isCondition = !words.isEmpty()
                && Set.of("and", "or", "||", "xor").contains(words.getFirst())
                && words.stream()
                        .anyMatch(word -> Set.of("=", "<", ">", "like", "rlike", "||", "(")
                                .contains(word));
        return isCondition && tail.chars().filter(c -> c == '\'').count() % 2 == 1;
    }

    /** A comment where the rest of the statement would stand, and before it nothing or what a statement goes on with. */
    private static boolean isCutOff(String tail) {
        SqlTokens.Read rest = SqlTokens.read(tail);
        String bare = tail.strip();
        return rest.words().isEmpty()
                ? bare.startsWith("--") || bare.startsWith("/*") || bare.equals("#")
                : rest.hasComment() && CONTINUED.contains(rest.words().getFirst());
    }

    private static boolean goesOn(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            String next = words.get(i + 1);
            boolean unites =
                    word.equals("union") && (Set.of("select", "all", "distinct").contains(next) || asks(words, i + 1));
            boolean stacks = word.equals(";") && CHANGES.contains(next) && i + 2 < words.size();
            if (unites || stacks) {
                return true;
            }
        }
        return isProbe(words) || isAlwaysTrue(words) || compares(words);
    }

    private static boolean asks(List<String> words, int at) {
        return at + 1 < words.size()
                && words.get(at).equals("(")
                && words.get(at + 1).equals("select");
    }

    /** {@code OR 1=1}, {@code OR 'a'='a'}: true whatever the row. */
    private static boolean isAlwaysTrue(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean isOr = words.get(i).equals("or") || words.get(i).equals("||");
            int at = i + 1 < words.size() && words.get(i + 1).equals("(") ? i + 2 : i + 1;
            int length = isOr ? Condition.length(words, at) : 0;
            if (length > 1 || (length == 1 && words.get(at).equals("true") && at + 1 == words.size())) {
                return true;
            }
        }
        return false;
    }

    /** {@code AND 1=(…}, {@code AND (SELECT …}, {@code AND ASCII(…}: a condition that asks about something else than the row. */
    private static boolean compares(List<String> words) {
        for (int i = 0; i + 2 < words.size(); i++) {
            boolean isJoined = words.get(i).equals("and") || words.get(i).equals("or");
            String next = words.get(i + 1);
            boolean isConstant = SqlTokens.isString(next) || (!next.isEmpty() && Character.isDigit(next.charAt(0)));
            boolean isQuestion = QUESTIONS.contains(next) && words.get(i + 2).equals("(");
            if (isJoined
                    && (asks(words, i + 1)
                            || isQuestion
                            || (isConstant && words.get(i + 2).equals("=")))) {
                return true;
            }
        }
        return false;
    }
}
