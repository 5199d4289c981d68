package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;

/** Telephone numbers: international with their {@code +} (ITU-T E.164), national where form or words say so. */
final class Phones {
    static final String TYPE = "pii.phone";
    private static final int E164_MIN_DIGITS = 7;
    private static final int E164_MAX_DIGITS = 15;
    private static final int NATIONAL_MIN_DIGITS = 7;
    private static final int NATIONAL_MAX_DIGITS = 13;
    private static final int AREA_MAX_DIGITS = 5;
    /** How country codes of three digits begin. */
    private static final String OF_THREE_DIGITS =
            " 21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";
    /** Country codes of two digits; 1 and 7 have one, all others three. */
    private static final String TWO_DIGITS =
            " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82"
                    + " 84 86 90 91 92 93 94 95 98 ";

    private static final long AMERICAN = Digits.shape(3, 3, 4);
    private static final long LOCAL = Digits.shape(3, 4);

    private static final Keywords WORDS = Keywords.of(List.of(
            "phone",
            "telephone",
            "téléphone",
            "tel",
            "tél",
            "mobile",
            "cell",
            "call",
            "fax",
            "whatsapp",
            "handy",
            "ruf",
            "anruf",
            "rückruf",
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
        if (!fits
                || !hasCountry(digits, !Digits.isDigit(text.peek(plus + 4)))
                || isWord(text.peek(end))
                || isWord(text.peek(plus - 1))) {
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
        boolean isLike = number.isGrouped() || number.at(0) == 0 || number.count() >= 10 || isLabelled(text, number);
        if (isLike && Around.saysWord(text, number.from(), WORDS)) {
            sightings.add(TYPE, 90, isArea ? number.from() - 1 : number.from(), number.to());
        } else if (isAmerican) {
            sightings.add(TYPE, 84, number.from(), number.to());
        }
    }

    /** {@code phone: 71234567}: nothing but a colon between the word and the number. */
    private static boolean isLabelled(Text text, Digits number) {
        return text.peek(number.from() - 2) == ':' && text.peek(number.from() - 1) == ' ';
    }

    /** {@code 212-555-0123}: neither area nor exchange begins with 0 or 1. */
    private static boolean isAmerican(Digits number) {
        return number.hasShape(AMERICAN) && number.at(0) >= 2 && number.at(3) >= 2;
    }

    /** {@code (212) 555-0123}, from its bracket. */
    static boolean bracketed(Text text, int open, Sightings sightings) {
        if (text.peek(open + 4) != ')' || !Digits.isDigit(text.peek(open + 1)) || text.peek(open + 1) < '2') {
            return withArea(text, open, sightings);
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

    /** {@code (022) 221234} behind a word that says what it is. */
    private static boolean withArea(Text text, int open, Sightings sightings) {
        Digits area = Digits.read(text, open + 1);
        int from = text.peek(area.to() + 1) == ' ' ? area.to() + 2 : area.to() + 1;
        if (area.count() == 0 || area.count() > AREA_MAX_DIGITS || text.peek(area.to()) != ')') {
            return false;
        }
        Digits rest = Digits.read(text, from);
        int count = area.count() + rest.count();
        boolean fits = rest.count() > 0 && count >= NATIONAL_MIN_DIGITS && count <= NATIONAL_MAX_DIGITS;
        if (!fits || isWord(text.peek(rest.to())) || !Around.saysWord(text, open, WORDS)) {
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

    /** @param isApart whether something stands behind the third digit: then the rest may be short */
    private static boolean hasCountry(CharSequence digits, boolean isApart) {
        char first = digits.charAt(0);
        String two = " " + digits.subSequence(0, 2) + " ";
        boolean isShort = digits.length() >= 9 || isApart;
        return (first == '1' && digits.length() == 11)
                || (first == '7' && digits.length() == 11)
                || (digits.length() >= 8 && TWO_DIGITS.contains(two))
                || (isShort && OF_THREE_DIGITS.contains(two))
                || (digits.length() >= 10 && "23456789".indexOf(first) >= 0);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '+';
    }
}
