package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement as words, numbers and signs, without its comments; what MySQL runs although it stands in one is kept.
 * A string is one token that begins with its quote; of names in quotes or brackets the content stays.
 */
final class SqlTokens {
    private static final int TOKENS_MAX = 4_000;
    /** What begins a comment, and space behind it. */
    private static final int MARK_MAX_CHARS = 8;

    private static final List<String> DOUBLE = List.of("<>", "!=", "<=", ">=", "||", "#>");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private boolean hasComment;
    private boolean isCutOff;
    private int at;

    private SqlTokens(String text) {
        this.text = text;
    }

    /**
     * @param words lower-case, but strings as they are
     * @param hasComment whether something of it is commented out
     * @param isCutOff whether the rest of a string is commented out
     */
    record Read(List<String> words, boolean hasComment, boolean isCutOff) {}

    static Read read(String text) {
        SqlTokens reader = new SqlTokens(text);
        while (reader.at < text.length() && reader.tokens.size() < TOKENS_MAX) {
            reader.next();
        }
        return new Read(List.copyOf(reader.tokens), reader.hasComment, reader.isCutOff);
    }

    static boolean isString(String token) {
        return token.startsWith("'");
    }

    /** What stands in a string token. */
    static String content(String token) {
        return token.substring(1);
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("--", at) || (c == '#' && !isSharpName())) {
            comment(text.indexOf('\n', at), 0);
        } else if (text.startsWith("/*!", at)) {
            at += 3;
            skipDigits();
        } else if (text.startsWith("*/", at)) {
            at += 2;
        } else if (text.startsWith("/*", at)) {
            comment(text.indexOf("*/", at + 2), 2);
        } else if (c == '\'') {
            string();
        } else if (c == '"' || c == '`') {
            name(c, at + 1);
        } else if (c == '[' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1))) {
            name(']', at + 1);
        } else if (c == '$' && dollarEnd() > 0) {
            dollarString(dollarEnd());
        } else if (isWord(c)) {
            word();
        } else {
            sign();
        }
    }

    /** {@code #>} of PostgreSQL, or {@code #name}, a table of T-SQL's that only the session has. */
    private boolean isSharpName() {
        boolean isTable = !tokens.isEmpty()
                && List.of("table", "from", "into", "join", "update", ",", "exists")
                        .contains(tokens.getLast())
                && at + 1 < text.length()
                && Character.isLetter(text.charAt(at + 1));
        return isTable || text.startsWith("#>", at);
    }

    private void skipDigits() {
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void comment(int end, int length) {
        hasComment = true;
        int inside = at;
        while (inside < text.length() && inside - at < MARK_MAX_CHARS && "-# ".indexOf(text.charAt(inside)) >= 0) {
            inside++;
        }
        isCutOff |= length == 0 && text.startsWith("'", inside);
        at = end < 0 ? text.length() : end + length;
    }

    private void string() {
        int from = at + 1;
        int end = text.indexOf('\'', from);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == '\'') {
            end = text.indexOf('\'', end + 2);
        }
        int last = end < 0 ? text.length() : end;
        tokens.add("'" + text.substring(from, last).replace("''", "'"));
        at = Math.min(last + 1, text.length());
    }

    /** Behind the mark that opens a string as PostgreSQL quotes them, {@code $$} or {@code $name$}; 0 where none does. */
    private int dollarEnd() {
        int end = at + 1;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '$' ? end + 1 : 0;
    }

    private void dollarString(int from) {
        int end = text.indexOf(text.substring(at, from), from);
        tokens.add("'" + text.substring(from, end < 0 ? text.length() : end));
        at = end < 0 ? text.length() : end + from - at;
    }

    private void name(char quote, int from) {
        int end = text.indexOf(quote, from);
        tokens.add(text.substring(from, end < 0 ? text.length() : end).toLowerCase(Locale.ROOT));
        at = end < 0 ? text.length() : end + 1;
    }

    private void word() {
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        tokens.add(text.substring(from, at).toLowerCase(Locale.ROOT));
    }

    private void sign() {
        boolean isDouble = at + 1 < text.length() && DOUBLE.contains(text.substring(at, at + 2));
        tokens.add(text.substring(at, at + (isDouble ? 2 : 1)));
        at += isDouble ? 2 : 1;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '$';
    }
}
