package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads text as a POSIX shell does, as far as is needed to know which programs it would run with which words: quotes,
 * escapes, pipes, lists, redirections, here-documents, and what is run to make a word. It expands nothing.
 */
final class Shell {
    /** Substitutions within substitutions. */
    private static final int DEPTH_MAX = 6;

    private static final int COMMANDS_MAX = 500;
    private static final String SEPARATORS = ";&|\n(){}";

    private final String text;
    private final int depth;
    private final List<Simple> commands;
    private final StringBuilder word = new StringBuilder();
    private boolean hasWord;
    private List<String> words = new ArrayList<>();
    private List<Simple.Redirect> redirects = new ArrayList<>();
    private String sign = "";
    private int pipeline;
    private boolean isFed;
    private int at;

    private Shell(String text, int depth, List<Simple> commands) {
        this.text = text;
        this.depth = depth;
        this.commands = commands;
        this.pipeline = commands.size() + depth * COMMANDS_MAX;
    }

    /** Every simple command in it, inner ones before the command that they make words for. */
    static List<Simple> read(String text) {
        List<Simple> commands = new ArrayList<>();
        read(text, 0, commands);
        return commands;
    }

    private static void read(String text, int depth, List<Simple> commands) {
        if (depth <= DEPTH_MAX) {
            new Shell(text, depth, commands).read();
        }
    }

    private void read() {
        while (at < text.length() && commands.size() < COMMANDS_MAX) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                endWord();
                at++;
            } else if (c == '#' && !hasWord) {
                skipLine();
            } else if (c == '<' || c == '>') {
                redirect();
            } else if (isBraceInWord(c)) {
                take(c);
            } else if (SEPARATORS.indexOf(c) >= 0) {
                separator(c);
            } else {
                inWord(c);
            }
        }
        endCommand();
    }

    /** A brace is a word's unless it stands alone; so is one of {@code ${x}}, which {@link #dollar} takes. */
    private boolean isBraceInWord(char c) {
        boolean isAlone = !hasWord && (at + 1 == text.length() || " \n;".indexOf(text.charAt(at + 1)) >= 0);
        return (c == '{' || c == '}') && !isAlone;
    }

    private void take(char c) {
        word.append(c);
        hasWord = true;
        at++;
    }

    private void inWord(char c) {
        switch (c) {
            case '\\' -> {
                if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                    word.append(text.charAt(at + 1));
                    hasWord = true;
                }
                at += 2;
            }
            case '\'' -> single();
            case '"' -> quoted();
            case '$' -> dollar();
            case '`' -> backquoted();
            default -> take(c);
        }
    }

    private void single() {
        int end = endOf('\'', at + 1);
        word.append(text, at + 1, end);
        hasWord = true;
        at = end + 1;
    }

    private void quoted() {
        at++;
        hasWord = true;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                word.append(text.charAt(at + 1));
                at += 2;
            } else if (c == '$') {
                dollar();
            } else if (c == '`') {
                backquoted();
            } else {
                take(c);
            }
        }
        at++;
    }

    private void dollar() {
        if (text.startsWith("$(", at)) {
            int end = closing(at + 2);
            substitute(text.substring(Math.min(at + 2, end), end), end + 1);
        } else if (text.startsWith("${", at)) {
            int end = endOf('}', at + 2);
            word.append(text, at, Math.min(end + 1, text.length()));
            hasWord = true;
            at = end + 1;
        } else {
            take('$');
        }
    }

    private void backquoted() {
        int end = endOf('`', at + 1);
        substitute(text.substring(at + 1, end), end + 1);
    }

    /** What runs to make this word; a word made by {@code echo} or {@code which} is what it says. */
    private void substitute(String inner, int next) {
        int before = commands.size();
        read(inner, depth + 1, commands);
        List<Simple> made = commands.subList(before, commands.size());
        boolean isSaid = made.size() == 1
                && (made.getFirst().program().equals("echo")
                        || made.getFirst().program().equals("which"));
        word.append(isSaid ? String.join(" ", made.getFirst().arguments()) : "$(" + inner + ")");
        hasWord = true;
        at = next;
    }

    private int endOf(char closing, int from) {
        int end = text.indexOf(closing, from);
        return end < 0 ? text.length() : end;
    }

    /** The bracket that closes one opened before; quotes in between hide theirs. */
    private int closing(int from) {
        int open = 1;
        int place = from;
        while (place < text.length()) {
            char c = text.charAt(place);
            if (c == '\'') {
                place = endOf('\'', place + 1);
            } else if (c == '\\') {
                place++;
            } else if (c == '(') {
                open++;
            } else if (c == ')' && --open == 0) {
                return place;
            }
            place++;
        }
        return text.length();
    }

    private void redirect() {
        if (text.startsWith("<(", at) || text.startsWith(">(", at)) {
            int end = closing(at + 2);
            String inner = text.substring(Math.min(at + 2, end), end);
            read(inner, depth + 1, commands);
            word.append("<(").append(inner).append(')');
            hasWord = true;
            at = end + 1;
            return;
        }
        if (hasWord && word.chars().allMatch(Character::isDigit)) {
            word.setLength(0);
            hasWord = false;
        }
        endWord();
        int from = at;
        while (at < text.length() && "<>&|-".indexOf(text.charAt(at)) >= 0 && at - from < 3) {
            at++;
        }
        sign = text.substring(from, at);
        if (sign.equals("<<") || sign.equals("<<-")) {
            hereDocument();
        }
    }

    /** Its lines are input and no commands. */
    private void hereDocument() {
        int line = endOf('\n', at);
        String rest = text.substring(at, line);
        String mark = rest.strip().split("[ ;|&>]", 2)[0].replace("'", "").replace("\"", "");
        int end = mark.isEmpty() ? -1 : text.indexOf("\n" + mark, line);
        String body =
                text.substring(Math.min(line + 1, text.length()), end < 0 ? text.length() : Math.max(end, line + 1));
        redirects.add(new Simple.Redirect("<<", body));
        sign = "";
        int after = end < 0 ? text.length() : end + 1 + mark.length();
        String left = rest.strip()
                .substring(Math.min(rest.strip().length(), rest.strip().indexOf(mark) + mark.length()));
        at = after;
        afterDocument(left.startsWith("'") || left.startsWith("\"") ? left.substring(1) : left);
    }

    /** What follows the mark on its line belongs to the same command. */
    private void afterDocument(String left) {
        List<Simple> more = read(": " + left);
        if (!more.isEmpty()) {
            redirects.addAll(more.getFirst().redirects());
            words.addAll(more.getFirst().arguments());
        }
        for (Simple other : more.subList(Math.min(1, more.size()), more.size())) {
            commands.add(new Simple(other.words(), other.redirects(), pipeline, other.isFed()));
        }
    }

    private void separator(char c) {
        boolean isPipe = c == '|' && !text.startsWith("||", at);
        endCommand();
        at += text.startsWith("||", at) || text.startsWith("&&", at) || text.startsWith("|&", at) ? 2 : 1;
        if (isPipe) {
            isFed = true;
        } else {
            pipeline = commands.size() + depth * COMMANDS_MAX + 1;
            isFed = false;
        }
    }

    private void skipLine() {
        at = endOf('\n', at);
    }

    private void endWord() {
        if (hasWord) {
            if (sign.isEmpty()) {
                words.add(word.toString());
            } else {
                redirects.add(new Simple.Redirect(sign, word.toString()));
                sign = "";
            }
        }
        word.setLength(0);
        hasWord = false;
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty() || !redirects.isEmpty()) {
            commands.add(new Simple(words, redirects, pipeline, isFed));
        }
        words = new ArrayList<>();
        redirects = new ArrayList<>();
        sign = "";
    }
}
