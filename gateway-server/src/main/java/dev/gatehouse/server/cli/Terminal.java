package dev.gatehouse.server.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Foreign text on its way to a terminal: escape sequences and direction marks become visible. */
final class Terminal {
    private Terminal() {}

    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !isUnsafe(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(String.format("\\u{%x}", c));
            }
        });
        return safe.toString();
    }

    /** Warnings below a line that says that all is well. */
    static String warnings(List<String> warnings) {
        return warnings.stream().map(warning -> "\nwarning: " + safe(warning)).collect(Collectors.joining());
    }

    /** What went wrong, also when the exception says nothing itself. */
    static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
