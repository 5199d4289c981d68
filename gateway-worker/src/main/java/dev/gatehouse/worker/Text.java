package dev.gatehouse.worker;

import org.graalvm.polyglot.Source;

/** The text of a script as it is parsed. Its first line is the second one of what is parsed. */
record Text(String written) {
    /** Lines that stand before it. */
    static final int LINES_BEFORE = 1;

    /** Between other brackets than {@link #inFunction}: what closes the one leaves the other open. */
    Source alone() {
        return source("[\n" + expression() + "\n]");
    }

    /** A function that returns the script's own. */
    Source inFunction() {
        return source("(function () { 'use strict'; return (\n" + expression() + "\n); })");
    }

    private String expression() {
        String bare = written.stripTrailing();
        return bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static Source source(String text) {
        return Source.newBuilder("js", text, "script").buildLiteral();
    }
}
