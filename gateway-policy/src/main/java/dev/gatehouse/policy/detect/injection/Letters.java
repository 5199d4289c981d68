package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Text;

/** Which Latin letter a character stands for, whatever script it was borrowed from. */
final class Letters {
    static final int NONE = 0;
    /** Not seen and not read: it separates nothing. */
    static final int UNSEEN = -1;

    private static final byte[] ASCII = letters();
    private static final byte[] EASY = easy();
    private static final String LOOKS =
            "аaеeоoрpсcхxуyіiјjѕsһhԁdɡgӏlոnսuαaοoρpνvιiκkτtυuΑaΒbΕeΙiΟoΡpАaВbЕeКkМmНhОoРpСcТtХx";
    private static final String DIGITS = "1i3e4a5s7t0o";

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

    /** The small letter or apostrophe of ASCII it is; {@link #UNSEEN} for what has to be looked at more closely. */
    static int easy(char c) {
        return c < 0x80 ? EASY[c] : UNSEEN;
    }

    private static int ascii(char c) {
        return ASCII[c];
    }

    private static byte[] letters() {
        byte[] letters = new byte[0x80];
        for (char c = 0; c < letters.length; c++) {
            boolean isRead = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
            letters[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : isRead ? c : NONE);
        }
        return letters;
    }

    private static byte[] easy() {
        byte[] easy = letters();
        for (char c = '0'; c <= '9'; c++) {
            easy[c] = UNSEEN;
        }
        return easy;
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

    /** Reads digits among letters as the letters they look like. */
    static void undoDigits(char[] word, int length) {
        for (int i = 0; i < length; i++) {
            int digit = word[i] <= '9' ? DIGITS.indexOf(word[i]) : -1;
            word[i] = digit < 0 ? word[i] : DIGITS.charAt(digit + 1);
        }
    }
}
