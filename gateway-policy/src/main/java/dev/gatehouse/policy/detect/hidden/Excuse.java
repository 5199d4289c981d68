package dev.gatehouse.policy.detect.hidden;

import dev.gatehouse.policy.detect.scan.Text;

/** Where unseen characters belong: in emoji, in scripts that join or are written from the right, at the start of a file. */
final class Excuse {
    private static final int SURE = 99;
    private static final int LIKELY = 90;
    private static final int WEAK = 40;
    private static final int NONE = 0;
    private static final int BLACK_FLAG = 0x1F3F4;
    /** A flag of a region is written with at most six tags and the one that ends them. */
    private static final int FLAG_TAGS_MAX = 7;

    private Excuse() {}

    /** How sure it is that characters of this kind from one place to another hide something, in percent. */
    static int confidence(Text text, Unseen kind, int from, int to) {
        return switch (kind) {
            case TAG -> isFlag(text, from, to) ? NONE : SURE;
            case BIDI -> bidi(text, from, to);
            case ZERO_WIDTH -> zeroWidth(text, from, to);
            case VARIATION -> variation(text, from, to);
            case ANSI -> SURE;
            case CONTROL -> LIKELY;
        };
    }

    private static boolean isFlag(Text text, int from, int to) {
        return before(text, from) == BLACK_FLAG
                && (to - from) / 2 <= FLAG_TAGS_MAX
                && HiddenText.point(text, to - 2) == 0xE007F;
    }

    /** Marks and isolates belong to text in Arabic or Hebrew; overrides belong nowhere. */
    private static int bidi(Text text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.at(at) == 0x202D || text.at(at) == 0x202E) {
                return SURE;
            }
        }
        return isNearRightToLeft(text, from, to) || isInNumber(text, from, to) ? WEAK : LIKELY;
    }

    /** Marks at a sign, a digit or a currency, as amounts are written in Arabic, Hebrew and Persian. */
    private static boolean isInNumber(Text text, int from, int to) {
        boolean areMarks = to - from <= 2;
        for (int at = from; at < to; at++) {
            areMarks &= text.at(at) == 0x200E || text.at(at) == 0x200F || text.at(at) == 0x061C;
        }
        boolean isAtLetter = Character.isLetter(text.peek(from - 1)) || Character.isLetter(text.peek(to));
        return areMarks && !isAtLetter && (isOfNumber(text.peek(to)) || isOfNumber(text.peek(from - 1)));
    }

    private static boolean isOfNumber(char c) {
        boolean isSign = c == '-' || c == '+' || c == '%' || c == 0x2212 || c == 0x066A;
        return isSign || Character.isDigit(c) || Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private static boolean isNearRightToLeft(Text text, int from, int to) {
        int last = Math.min(text.length(), to + 40);
        for (int at = Math.max(0, from - 40); at < last; at++) {
            byte direction = Character.getDirectionality(text.at(at));
            boolean isOther = at < from || at >= to;
            if (isOther
                    && (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                            || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)) {
                return true;
            }
        }
        return false;
    }

    private static int zeroWidth(Text text, int from, int to) {
        char c = text.at(from);
        boolean isSingle = to - from == 1;
        if (isSingle && c == 0xFEFF && from == 0) {
            return NONE;
        }
        if (isSingle && (c == 0x200C || c == 0x200D) && joins(before(text, from))) {
            return NONE;
        }
        if (isSingle && c == 0xAD) {
            return WEAK;
        }
        boolean isWestern = isWestern(before(text, from)) || isWestern(text.peek(to));
        return isSingle && !isWestern ? WEAK : LIKELY;
    }

    /** Emoji and the scripts of India and Persia are joined and kept apart so. */
    private static boolean joins(int point) {
        return point >= 0x1F000
                || (point >= 0x2190 && point <= 0x2BFF)
                || point == 0xFE0F
                || (point >= 0x0600 && point <= 0x0DFF);
    }

    private static boolean isWestern(int point) {
        return point > ' ' && point < 0x250;
    }

    /** One selector after something that has variants. */
    private static int variation(Text text, int from, int to) {
        int point = HiddenText.point(text, from);
        boolean isSingle = to - from == Character.charCount(point);
        int base = before(text, from);
        boolean hasVariants = base >= 0x2000 || base == 0xA9 || base == 0xAE || (base >= 0x1800 && base < 0x1900);
        boolean isKeycap = Character.isDigit(base) || base == '#' || base == '*';
        return isSingle && (hasVariants || isKeycap) ? NONE : LIKELY;
    }

    private static int before(Text text, int at) {
        char c = text.peek(at - 1);
        return Character.isLowSurrogate(c) && Character.isHighSurrogate(text.peek(at - 2))
                ? Character.toCodePoint(text.at(at - 2), c)
                : c;
    }
}
