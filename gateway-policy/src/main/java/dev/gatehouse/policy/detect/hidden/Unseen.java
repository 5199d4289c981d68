package dev.gatehouse.policy.detect.hidden;

import java.util.Optional;

/** The kinds of characters that show nothing, or show something else than they say. */
enum Unseen {
    /** U+E0000 to U+E0FFF but for the selectors among them: a whole alphabet that no font draws, and room for more of them. */
    TAG("hidden.tag"),
    BIDI("hidden.bidi"),
    ZERO_WIDTH("hidden.zero-width"),
    VARIATION("hidden.variation"),
    ANSI("hidden.ansi"),
    CONTROL("hidden.control");

    final String type;

    Unseen(String type) {
        this.type = type;
    }

    /** What a character is by itself; where it stands may excuse it. */
    static Optional<Unseen> of(int point) {
        if (point < 0x300) {
            return ofLatin(point);
        }
        return switch (point) {
            case 0x061C, 0x200E, 0x200F -> Optional.of(BIDI);
            case 0x200B, 0x200C, 0x200D, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0 ->
                Optional.of(ZERO_WIDTH);
            default -> ofRange(point);
        };
    }

    private static Optional<Unseen> ofLatin(int point) {
        if (point == 0x1B || point == 0x9B || point == 0x90 || point == 0x9D) {
            return Optional.of(ANSI);
        }
        boolean isLayout = point == '\n' || point == '\r' || point == '\t' || point == 0x85;
        if (!isLayout && (point < 0x20 || (point >= 0x7F && point < 0xA0))) {
            return Optional.of(CONTROL);
        }
        return point == 0xAD ? Optional.of(ZERO_WIDTH) : Optional.empty();
    }

    private static Optional<Unseen> ofRange(int point) {
        if (in(point, 0x202A, 0x202E) || in(point, 0x2066, 0x2069)) {
            return Optional.of(BIDI);
        }
        if (in(point, 0x2060, 0x2065)
                || in(point, 0x206A, 0x206F)
                || in(point, 0xFFF0, 0xFFFB)
                || in(point, 0x1BCA0, 0x1BCA3)
                || in(point, 0x1D173, 0x1D17A)) {
            return Optional.of(ZERO_WIDTH);
        }
        if (in(point, 0xFE00, 0xFE0F) || in(point, 0xE0100, 0xE01EF) || in(point, 0x180B, 0x180F)) {
            return Optional.of(VARIATION);
        }
        return in(point, 0xE0000, 0xE0FFF) ? Optional.of(TAG) : Optional.empty();
    }

    private static boolean in(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
