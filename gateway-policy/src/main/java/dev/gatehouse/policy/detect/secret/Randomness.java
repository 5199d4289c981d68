package dev.gatehouse.policy.detect.secret;

/** Whether something was chosen to be hard to guess, by its letters. */
final class Randomness {
    private static final int PASSWORD_MIN_CHARS = 6;
    static final int PASSWORD_MAX_CHARS = 128;
    private static final int TOKEN_MIN_CHARS = 15;
    private static final int TOKEN_MIN_DIGITS = 2;
    private static final double TOKEN_MIN_BITS = 3.0;
    /** How often capitals, small letters and digits take turns, at least, where there are hardly any digits. */
    private static final double TOKEN_MIN_TURNS = 0.45;

    private Randomness() {}

    /** No dictionary word, no path, no reference: letters with digits or signs. */
    static boolean isPassword(String value) {
        if (value.length() < PASSWORD_MIN_CHARS
                || value.length() > PASSWORD_MAX_CHARS
                || value.chars().anyMatch(c -> c <= ' ')) {
            return false;
        }
        boolean hasLetter = value.chars().anyMatch(Character::isLetter);
        boolean hasDigit = value.chars().anyMatch(Character::isDigit);
        boolean hasSign = value.chars().anyMatch(c -> "!@#$%^&*?+".indexOf(c) >= 0);
        return hasLetter && (hasDigit || hasSign) && !isReference(value);
    }

    /** Long, of many different letters, with digits among them or with capitals where no word has them. */
    static boolean isToken(String value) {
        if (value.length() < TOKEN_MIN_CHARS) {
            return false;
        }
        boolean hasLetter = value.chars().anyMatch(Character::isLetter);
        boolean hasDigits = value.chars().filter(Character::isDigit).count() >= TOKEN_MIN_DIGITS;
        return hasLetter
                && (hasDigits || turns(value) >= TOKEN_MIN_TURNS)
                && value.chars()
                        .allMatch(c -> (c < 0x7F && Letters.T.has((char) c)) || c == '+' || c == '/' || c == ':')
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

    /** Shannon entropy of one letter, in bits. */
    static double bits(String value) {
        int[] counts = new int[128];
        value.chars().filter(c -> c < counts.length).forEach(c -> counts[c]++);
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
