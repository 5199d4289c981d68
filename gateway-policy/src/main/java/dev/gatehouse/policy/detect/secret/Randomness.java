package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Ascii;

/** Whether something was chosen to be hard to guess, by its letters. */
final class Randomness {
    private static final int PASSWORD_MIN_CHARS = 6;
    static final int PASSWORD_MAX_CHARS = 128;
    private static final int TOKEN_MIN_CHARS = 15;
    private static final int TOKEN_MIN_DIGITS = 2;
    private static final double TOKEN_MIN_BITS = 3.0;
    /** How often capitals, small letters and digits take turns, at least, where there are hardly any digits. */
    private static final double TOKEN_MIN_TURNS = 0.45;

    private static final Ascii SIGNS = Ascii.of(c -> "!@#$%^&*?+".indexOf(c) >= 0);

    private Randomness() {}

    /** No dictionary word, no path, no reference: letters with digits or signs. */
    static boolean isPassword(String value) {
        if (value.length() < PASSWORD_MIN_CHARS || value.length() > PASSWORD_MAX_CHARS) {
            return false;
        }
        boolean hasLetter = false;
        boolean hasOther = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ') {
                return false;
            }
            hasLetter |= Character.isLetter(c);
            hasOther |= Character.isDigit(c) || SIGNS.has(c);
        }
        return hasLetter && hasOther && !isReference(value);
    }

    /** Long, of many different letters, with digits among them or with capitals where no word has them. */
    static boolean isToken(String value) {
        if (value.length() < TOKEN_MIN_CHARS) {
            return false;
        }
        boolean hasLetter = false;
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Letters.V.has(c) && c != ':') {
                return false;
            }
            boolean isDigit = Letters.D.has(c);
            digits += isDigit ? 1 : 0;
            hasLetter |= !isDigit && Letters.A.has(c);
        }
        return hasLetter
                && (digits >= TOKEN_MIN_DIGITS || turns(value) >= TOKEN_MIN_TURNS)
                && !isReference(value)
                && bits(value) >= TOKEN_MIN_BITS;
    }

    /** Something that says where the secret is and not what it is. */
    private static boolean isReference(String value) {
        return value.startsWith("/")
                || value.startsWith("./")
                || value.startsWith("$")
                || value.startsWith("%")
                || value.contains("://")
                || value.startsWith("env.")
                || value.startsWith("process.")
                || value.startsWith("os.")
                || value.startsWith("arn:")
                || value.startsWith("sha256:");
    }

    private static double turns(String value) {
        int turns = 0;
        for (int i = 1; i < value.length(); i++) {
            turns += Character.getType(value.charAt(i)) == Character.getType(value.charAt(i - 1)) ? 0 : 1;
        }
        return (double) turns / (value.length() - 1);
    }

    /** Shannon entropy of one letter of ASCII, in bits. */
    private static double bits(String value) {
        int[] counts = new int[128];
        for (int i = 0; i < value.length(); i++) {
            counts[value.charAt(i)]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
