package dev.gatehouse.core.view;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is left of a name when everything goes that a reader, or a model, easily overlooks: case, separators, accents,
 * invisible characters, and which of several letters that look the same it is (after Unicode TS 39, §4). Two names with
 * one skeleton look alike. Letters of other scripts are folded only where they pass for Latin ones.
 */
final class Skeleton {
    /** Pairs: a character, and the Latin letter it passes for. Compatibility forms are undone before. */
    private static final String ALIKE = // Cyrillic
            "\u0430a\u0410a\u0412b\u044cb\u0441c\u0421c\u0501d\u0435e\u0415e\u0491r\u04bbh\u041dh\u0456i\u0406i\u0458j"
                    + "\u0408j\u043ak\u041ak\u04cfl\u04c0l\u043cm\u041cm\u043eo\u041eo\u0440p\u0420p\u051bq\u0433r"
                    + "\u0455s\u0405s\u0442t\u0422t\u0475v\u0474v\u051dw\u0445x\u0425x\u0443y\u0423y\u04afy\u04aey"
                    // Greek
                    + "\u03b1a\u0391a\u0392b\u03f2c\u0395e\u0397h\u03b9i\u0399i\u03f3j\u03bak\u039ak\u039cm\u039dn"
                    + "\u03bfo\u039fo\u03c3o\u03c1p\u03a1p\u03c4t\u03a4t\u03c5u\u03bdv\u03c9w\u03c7x\u03a7x\u03b3y"
                    + "\u03a5y\u0396z"
                    // Armenian
                    + "\u0561w\u0563q\u0566q\u0570h\u0578n\u057cn\u057du\u0581g\u0584f\u0585o\u0555o\u054fs\u0555o"
                    // Latin that is not a to z
                    + "\u0131i\u0269i\u026ai\u0251a\u0261g\u0262g\u0299b\u029ch\u029fl\u0274n\u0280r\u028fy\u0268i"
                    + "\u0142l\u0141l\u0111d\u0110d\u00f8o\u00d8o\u0127h\u0167t\u0180b\u019al\u0275o\u0250a\u025be"
                    + "\u1d00a\u1d04c\u1d05d\u1d07e\u1d0aj\u1d0bk\u1d0dm\u1d0fo\u1d18p\u1d1bt\u1d1cu\u1d20v\u1d21w"
                    + "\u1d22z\u00e6a"
                    // Digits
                    + "0o1l";

    private static final Map<Integer, Character> FOLDED = folded();

    private Skeleton() {}

    static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD);
        StringBuilder left = new StringBuilder(plain.length());
        plain.codePoints().filter(Character::isLetterOrDigit).forEach(c -> append(left, c));
        String folded = left.toString().replace("rn", "m").replace("vv", "w");
        return folded.isEmpty() ? name : folded;
    }

    private static void append(StringBuilder left, int c) {
        Character latin = FOLDED.get(c);
        String lower = latin == null ? Character.toString(c).toLowerCase(Locale.ROOT) : latin.toString();
        // What looks like an i, a one or an l cannot be told apart in many fonts.
        left.append(lower.replace('i', 'l'));
    }

    private static Map<Integer, Character> folded() {
        Map<Integer, Character> folded = new HashMap<>();
        for (int at = 0; at + 1 < ALIKE.length(); at += 2) {
            folded.put((int) ALIKE.charAt(at), ALIKE.charAt(at + 1));
        }
        return Map.copyOf(folded);
    }
}
