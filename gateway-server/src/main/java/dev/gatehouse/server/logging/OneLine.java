package dev.gatehouse.server.logging;

import dev.gatehouse.server.masking.KeyMask;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Foreign text made harmless: whatever could forge a line, move a cursor or reorder what is read shows as an escape, keys
 * show as a mark, and the text is cut.
 */
final class OneLine {
    static final int CHARS_MAX = 8_192;

    private OneLine() {}

    static String of(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        String kept = KeyMask.of(text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "...");
        return kept.codePoints().anyMatch(OneLine::isUnsafe) ? escaped(kept) : kept;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                safe.append("\\n");
            } else if (isUnsafe(c)) {
                safe.append(String.format(Locale.ROOT, "\\u{%x}", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
