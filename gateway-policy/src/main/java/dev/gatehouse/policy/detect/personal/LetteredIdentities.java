package dev.gatehouse.policy.detect.personal;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;

/** National numbers with letters in them. */
final class LetteredIdentities {
    static final String NINO = "pii.uk-nino";
    static final String DNI = "pii.es-dni";
    static final String CODICE = "pii.it-codice-fiscale";
    private static final int LETTERS_FIRST_MAX = 10;
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String CODICE_MONTHS = "ABCDEHLMPRST";
    private static final int[] CODICE_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    private static final Keywords NINO_WORDS =
            Keywords.of(List.of("nino", "national insurance", "ni number", "ni no", "insurance"));
    private static final List<String> NOT_GIVEN = List.of("BG", "GB", "NK", "KN", "TN", "NT", "ZZ");

    private LetteredIdentities() {}

    /** Looks at a word of capital letters and digits from its first letter or digit on. */
    static boolean look(Text text, int from, Sightings sightings) {
        if (!hasDigitSoon(text, from)) {
            return false;
        }
        boolean isTwo = isCapital(text.peek(from + 1)) || isBetween(text, from + 1);
        return (isTwo && nino(text, from, sightings))
                || nie(text, from, sightings)
                || (isTwo && codice(text, from, sightings));
    }

    /** None of them begins with more letters than a codice fiscale; spaces may stand between. */
    private static boolean hasDigitSoon(Text text, int from) {
        for (int at = from + 1; at < from + LETTERS_FIRST_MAX; at++) {
            if (Digits.isDigit(text.peek(at))) {
                return true;
            }
        }
        return false;
    }

    /** HMRC NIM39110: two letters, six digits, a letter A to D. */
    private static boolean nino(Text text, int from, Sightings sightings) {
        String word = packed(text, from, 9);
        if (word.length() != 9
                || "DFIQUV".indexOf(word.charAt(0)) >= 0
                || "DFIQUVO".indexOf(word.charAt(1)) >= 0
                || NOT_GIVEN.contains(word.substring(0, 2))
                || !isUpper(word, 0, 2)
                || !isDigits(word, 2, 8)
                || word.charAt(8) < 'A'
                || word.charAt(8) > 'D') {
            return false;
        }
        boolean isSpaced = text.peek(from + 2) == ' ';
        int confidence = Around.says(text, from, NINO_WORDS) ? 98 : isSpaced ? 88 : 60;
        sightings.add(NINO, confidence, from, end(text, from, 9));
        return confidence >= 80;
    }

    private static boolean nie(Text text, int from, Sightings sightings) {
        int first = "XYZ".indexOf(text.at(from));
        return first >= 0 && dni(text, from, packed(text, from, 9), Integer.toString(first), sightings);
    }

    /** The Spanish number that begins with this digit; its letter says whether it is one. */
    static boolean dni(Text text, int from, Sightings sightings) {
        String word = packed(text, from, 9);
        return !word.isEmpty() && dni(text, from, word, word.substring(0, 1), sightings);
    }

    /** A French number of somebody born on Corsica: {@code 2A} counts as 19 and {@code 2B} as 18. */
    static boolean corsican(Text text, int from, Sightings sightings) {
        String word = packed(text, from, 15);
        if (word.length() != 15 || word.charAt(5) != '2' || "AB".indexOf(word.charAt(6)) < 0) {
            return false;
        }
        String digits = word.substring(0, 5) + (word.charAt(6) == 'A' ? "19" : "18") + word.substring(7);
        boolean isOne = isDigits(digits, 0, 15)
                && (digits.charAt(0) == '1' || digits.charAt(0) == '2')
                && 97 - Long.parseLong(digits.substring(0, 13)) % 97 == Integer.parseInt(digits.substring(13));
        if (isOne) {
            sightings.add("pii.fr-nir", 92, from, end(text, from, 15));
        }
        return isOne;
    }

    private static boolean dni(Text text, int from, String word, String first, Sightings sightings) {
        if (word.length() != 9 || !isDigits(word, 1, 8)) {
            return false;
        }
        int number = Integer.parseInt(first + word.substring(1, 8));
        if (word.charAt(8) != DNI_LETTERS.charAt(number % 23)) {
            return false;
        }
        sightings.add(DNI, 90, from, end(text, from, 9));
        return true;
    }

    /** D.M. 23.12.1976: six letters, a date of birth, a place, a check letter. */
    private static boolean codice(Text text, int from, Sightings sightings) {
        String word = packed(text, from, 16);
        if (word.length() != 16
                || !isUpper(word, 0, 6)
                || CODICE_MONTHS.indexOf(word.charAt(8)) < 0
                || !isUpper(word, 11, 12)
                || !isUpper(word, 15, 16)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = Digits.isDigit(word.charAt(i)) ? word.charAt(i) - '0' : word.charAt(i) - 'A';
            sum += i % 2 == 0 ? CODICE_ODD[value] : value;
        }
        if (sum % 26 != word.charAt(15) - 'A') {
            return false;
        }
        sightings.add(CODICE, 99, from, end(text, from, 16));
        return true;
    }

    /** That many letters and digits without the spaces, hyphens and points between, when the word ends there; else less. */
    private static String packed(Text text, int from, int count) {
        StringBuilder packed = new StringBuilder(count);
        int end = end(text, from, count);
        for (int at = from; at < end; at++) {
            if (isPart(text.at(at))) {
                packed.append(text.at(at));
            }
        }
        return isPart(text.peek(end)) || isSmall(text.peek(end)) ? "" : packed.toString();
    }

    private static int end(Text text, int from, int count) {
        int seen = 0;
        int at = from;
        while (seen < count && (isPart(text.peek(at)) || isBetween(text, at))) {
            seen += isPart(text.peek(at)) ? 1 : 0;
            at++;
        }
        return at;
    }

    private static boolean isBetween(Text text, int at) {
        char c = text.peek(at);
        return (c == ' ' || c == '-' || c == '.') && isPart(text.peek(at + 1));
    }

    private static boolean isPart(char c) {
        return Digits.isDigit(c) || isCapital(c);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(String word, int from, int to) {
        return word.substring(from, to).chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isDigits(String word, int from, int to) {
        return word.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
