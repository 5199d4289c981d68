package dev.gatehouse.core.pin;

import dev.gatehouse.core.mcp.Primitive;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What of an upstream is pinned: each entry of its lists, and what it tells models about itself. */
public enum PinKind {
    TOOL,
    PROMPT,
    RESOURCE,
    TEMPLATE,
    /** There is one, without a name. */
    INSTRUCTIONS;

    public static PinKind of(Primitive kind) {
        return switch (kind) {
            case TOOL -> TOOL;
            case PROMPT -> PROMPT;
            case RESOURCE -> RESOURCE;
            case TEMPLATE -> TEMPLATE;
        };
    }

    public static Optional<PinKind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
