package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;

/** Telephone numbers: international with their {@code +} (ITU-T E.164), national where form or words say so. */
final class Phones {
    static final String TYPE = "pii.phone";
    private static final int E164_MIN_DIGITS = 8;
    private static final int E164_MAX_DIGITS = 15;
    private static final int NATIONAL_MIN_DIGITS = 7;
    private static final int NATIONAL_MAX_DIGITS = 12;
    /** Country codes of two digits; 1 and 7 have one, all others three. */
    private static final String TWO_DIGITS =
            " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82"
                    + " 84 86 90 91 92 93 94 95 98 ";

    private static final long AMERICAN = Digits.shape(3, 3, 4);
    private static final long LOCAL = Digits.shape(3, 4);

    private static final Keywords WORDS = Keywords.of(List.of(
            "phone",
            "tel",
            "mobile",
            "cell",
            "call",
            "fax",
            "whatsapp",
            "handy",
            "ruf",
            "móvil",
            "sms",
            "contact",
            "dial"));

    private Phones() {}

    /** A number behind a {@code +}; brackets may stand around its area. */
    static boolean international(Text text, int plus, Sightings sightings) {
        StringBuilder digits = new StringBuilder();
        int end = plus + 1;
        int at = plus + 1;
        while (digits.length() <= E164_MAX_DIGITS && isPart(text, at)) {
            if (Digits.isDigit(text.at(at))) {
                digits.append(text.at(at));
                end = at + 1;
            }
            at++;
        }
        boolean fits = digits.length() >= E164_MIN_DIGITS && digits.length() <= E164_MAX_DIGITS;
        if (!fits || !hasCountry(digits) || isWord(text.peek(end)) || isWord(text.peek(plus - 1))) {
            return false;
        }
        sightings.add(TYPE, 93, plus, end);
        return true;
    }

    static void national(Text text, Digits number, Sightings sightings) {
        if (number.count() < NATIONAL_MIN_DIGITS
                || number.count() > NATIONAL_MAX_DIGITS
                || text.peek(number.from() - 1) == '.') {
            return;
        }
        boolean isArea = text.peek(number.from() - 1) == '(';
        boolean isAmerican = isAmerican(number);
        boolean isLike = number.isGrouped() || number.at(0) == 0 || number.count() >= 10;
        if (isLike && Around.says(text, number.from(), WORDS)) {
            sightings.add(TYPE, 90, isArea ? number.from() - 1 : number.from(), number.to());
        } else if (isAmerican) {
            sightings.add(TYPE, 84, number.from(), number.to());
        }
    }

    /** {@code 212-555-0123}: neither area nor exchange begins with 0 or 1. */
    private static boolean isAmerican(Digits number) {
        return number.hasShape(AMERICAN) && number.at(0) >= 2 && number.at(3) >= 2;
    }

    /** {@code (212) 555-0123}, from its bracket. */
    static boolean bracketed(Text text, int open, Sightings sightings) {
        if (text.peek(open + 4) != ')' || !Digits.isDigit(text.peek(open + 1)) || text.peek(open + 1) < '2') {
            return false;
        }
        int from = text.peek(open + 5) == ' ' ? open + 6 : open + 5;
        if (!Digits.isDigit(text.peek(from))) {
            return false;
        }
        Digits rest = Digits.read(text, from);
        if (!rest.hasShape(LOCAL) || rest.at(0) < 2) {
            return false;
        }
        sightings.add(TYPE, 90, open, rest.to());
        return true;
    }

    private static boolean isPart(Text text, int at) {
        char c = text.peek(at);
        boolean isBetween = c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == 0xA0 || c == '/';
        return Digits.isDigit(c)
                || (isBetween && (Digits.isDigit(text.peek(at + 1)) || text.peek(at + 1) == '(' || c == ')'));
    }

    private static boolean hasCountry(CharSequence digits) {
        char first = digits.charAt(0);
        boolean isLong = first != '0' && digits.length() >= 10;
        return (first == '1' && digits.length() == 11)
                || (first == '7' && digits.length() == 11)
                || TWO_DIGITS.contains(" " + digits.subSequence(0, 2) + " ")
                || (isLong && "23456789".indexOf(first) >= 0);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '+';
    }
}
