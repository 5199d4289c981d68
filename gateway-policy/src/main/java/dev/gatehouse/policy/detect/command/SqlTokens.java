package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement as words, numbers and signs, without its comments. Strings become one token that keeps no content; of names
 * in quotes the content stays.
 */
final class SqlTokens {
    /** What a string is among the tokens. */
    static final String STRING = "'";

    private static final int TOKENS_MAX = 4_000;

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private boolean isBroken;
    private boolean hasComment;
    private int at;

    private SqlTokens(String text) {
        this.text = text;
    }

    /**
     * @param words lower-case
     * @param isBroken whether a string never ends: the text begins or stops within one
     * @param hasComment whether something of it is commented out
     */
    record Read(List<String> words, boolean isBroken, boolean hasComment) {}

    static Read read(String text) {
        SqlTokens reader = new SqlTokens(text);
        while (reader.at < text.length() && reader.tokens.size() < TOKENS_MAX) {
            reader.next();
        }
        return new Read(List.copyOf(reader.tokens), reader.isBroken, reader.hasComment);
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("--", at) || c == '#') {
            comment(text.indexOf('\n', at), 0);
        } else if (text.startsWith("/*", at)) {
            comment(text.indexOf("*/", at + 2), 2);
        } else if (c == '\'') {
            string();
        } else if (c == '"' || c == '`') {
            name(c);
        } else if (isWord(c)) {
            word();
        } else {
            sign();
        }
    }

    private void comment(int end, int length) {
        hasComment = true;
        at = end < 0 ? text.length() : end + length;
    }

    private void string() {
        int end = text.indexOf('\'', at + 1);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == '\'') {
            end = text.indexOf('\'', end + 2);
        }
        tokens.add(STRING);
        isBroken |= end < 0;
        at = end < 0 ? text.length() : end + 1;
    }

    private void name(char quote) {
        int end = text.indexOf(quote, at + 1);
        tokens.add(text.substring(at + 1, end < 0 ? text.length() : end).toLowerCase(Locale.ROOT));
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
        boolean isDouble =
                at + 1 < text.length() && List.of("<>", "!=", "<=", ">=", "||").contains(text.substring(at, at + 2));
        tokens.add(text.substring(at, at + (isDouble ? 2 : 1)));
        at += isDouble ? 2 : 1;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '$';
    }
}
