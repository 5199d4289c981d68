package dev.gatehouse.worker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** The text of a script as it is parsed. Its first line is the second one of what is parsed. */
record Text(String written) {
    /** Lines that stand before it. */
    static final int LINES_BEFORE = 1;

    /**
     * The engine loads modules from {@code data:} URLs, which no option forbids: code made of text, and state that outlives a call.
     * What stands in a comment or in a text is refused as well, for only a whole parser could tell. A word that is written with
     * escapes is no keyword.
     */
    private static final Pattern IMPORT =
            Pattern.compile("(?<![A-Za-z0-9_$])import(?=[\\s\\p{Z}\\uFEFF]*(?:[(.]|/[*/]))");

    /** A place in the text as it was written; both count from 1. */
    record Place(int line, int column) {}

    /** Where it would load a module; null when nowhere. */
    @Nullable
    Place firstImport() {
        Matcher found = IMPORT.matcher(written);
        if (!found.find()) {
            return null;
        }
        String before = written.substring(0, found.start());
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Place(line, found.start() - before.lastIndexOf('\n'));
    }

    /** Between other brackets than {@link #inFunction}: what closes the one leaves the other open. */
    Source alone() {
        return source("[\n" + expression() + "\n]");
    }

    /** A function that returns the script's own. */
    Source inFunction() {
        return source("(function () { 'use strict'; return (\n" + expression() + "\n); })");
    }

    /** What is wrong, without the place: the engine counts the lines that stand before the script. */
    static String told(PolyglotException wrong) {
        String first = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("script:\\d+:\\d+ ", "");
    }

    private String expression() {
        String bare = written.stripTrailing();
        return bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static Source source(String text) {
        return Source.newBuilder("js", text, "script").buildLiteral();
    }
}
