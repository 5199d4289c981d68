package dev.gatehouse.policy.detect.hidden;

import dev.gatehouse.policy.detect.scan.Text;

/** The extent of a terminal's control sequence (ECMA-48). */
final class Escapes {
    /** Characters of one sequence. */
    private static final int SEQUENCE_MAX_CHARS = 256;

    private Escapes() {}

    /** The place after the sequence whose introducer stands from {@code at} to {@code next}. */
    static int after(Text text, int at, int next) {
        char introducer = text.at(next - 1) == 0x1B ? text.peek(next) : text.at(next - 1);
        int from = text.at(next - 1) == 0x1B ? next + 1 : next;
        return switch (introducer) {
            case '[', 0x9B -> afterParameters(text, from);
            case ']', 'P', 'X', '^', '_', 0x90, 0x9D -> afterString(text, from);
            case 0 -> next;
            default -> Math.min(from, text.length());
        };
    }

    private static int afterParameters(Text text, int from) {
        int place = from;
        while (place < text.length()
                && place - from < SEQUENCE_MAX_CHARS
                && text.at(place) >= 0x20
                && text.at(place) < 0x40) {
            place++;
        }
        return Math.min(place + 1, text.length());
    }

    /** Up to BEL or ESC; one that never ends is only its introducer. */
    private static int afterString(Text text, int from) {
        int last = Math.min(text.length(), from + SEQUENCE_MAX_CHARS);
        for (int place = from; place < last; place++) {
            if (text.at(place) == 0x07) {
                return place + 1;
            }
            if (text.at(place) == 0x1B) {
                return Math.min(place + 2, text.length());
            }
        }
        return Math.min(from, text.length());
    }
}
