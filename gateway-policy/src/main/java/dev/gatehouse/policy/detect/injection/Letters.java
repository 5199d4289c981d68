package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Text;

/** Which Latin letter a character stands for, whatever script it was borrowed from. */
final class Letters {
    static final int NONE = 0;
    /** Not seen and not read: it separates nothing. */
    static final int UNSEEN = -1;

    private static final String LOOKS =
            "аaеeоoрpсcхxуyіiјjѕsһhԁdɡgӏlոnսuαaοoρpνvιiκkτtυuΑaΒbΕeΙiΟoΡpАaВbЕeКkМmНhОoРpСcТtХx";
    private static final String DIGITS = "o1i3e4a5s7t0o";

    private Letters() {}

    /** The small letter, digit or apostrophe it is read as. */
    static int plain(Text text, int at) {
        char c = text.at(at);
        if (c < 0x80) {
            return ascii(c);
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return ascii((char) (c - 0xFEE0));
        }
        if ((c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD || c == 0x2063) {
            return UNSEEN;
        }
        if (Character.isLowSurrogate(c)) {
            return mathematical(text, at);
        }
        if (Character.isHighSurrogate(c)) {
            return UNSEEN;
        }
        int look = LOOKS.indexOf(c);
        boolean isLookalike = look >= 0 && look % 2 == 0;
        return isLookalike ? LOOKS.charAt(look + 1) : Character.isLetter(c) ? Character.toLowerCase(c) : NONE;
    }

    private static int ascii(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c + 32;
        }
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' ? c : NONE;
    }

    /** U+1D400 to U+1D6A3 are thirteen alphabets of 52 letters; U+E0020 to U+E007E the unseen ASCII. */
    private static int mathematical(Text text, int at) {
        if (!Character.isHighSurrogate(text.peek(at - 1))) {
            return NONE;
        }
        int point = Character.toCodePoint(text.at(at - 1), text.at(at));
        if (point >= 0x1D400 && point < 0x1D6A4) {
            return 'a' + (point - 0x1D400) % 26;
        }
        return point >= 0xE0020 && point <= 0xE007E ? ascii((char) (point - 0xE0000)) : NONE;
    }

    /** Digits among letters are read as the letters they look like. */
    static String withoutDigits(CharSequence word) {
        if (!isLeet(word)) {
            return word.toString();
        }
        StringBuilder plain = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int digit = DIGITS.indexOf(c);
            plain.append(c == '0' ? 'o' : digit >= 0 && Character.isDigit(c) ? DIGITS.charAt(digit + 1) : c);
        }
        return plain.toString();
    }

    static boolean isLeet(CharSequence word) {
        boolean hasDigit = false;
        boolean hasLetter = false;
        for (int i = 0; i < word.length(); i++) {
            hasDigit |= Character.isDigit(word.charAt(i));
            hasLetter |= Character.isLetter(word.charAt(i));
        }
        return hasDigit && hasLetter;
    }
}
