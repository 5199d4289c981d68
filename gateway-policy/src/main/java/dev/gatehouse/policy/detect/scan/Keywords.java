package dev.gatehouse.policy.detect.scan;

import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in one pass, whatever the case of letters. Three characters together say whether any word may
 * begin where they stand; mostly none does, and nothing more is done there. So the time for one place has a limit, and the
 * time for a text grows with it and no faster.
 */
public final class Keywords {
    /** Kinds of characters that are told apart at the beginning of a word. */
    private static final int KINDS = 32;

    private static final int MASK = KINDS * KINDS * KINDS - 1;
    private static final int[] NONE = {};
    private static final int KIND_MAX = 128;
    private static final byte[] KIND = kinds();

    /** One bit for each beginning that some word has. */
    private final long[] begins = new long[(MASK + 1) / Long.SIZE];
    /** The words by their beginnings; a few beginnings share a slot. */
    private final int[][] alike;

    private final List<String> words;
    private final char[][] letters;

    private Keywords(List<String> given) {
        letters = given.stream().map(Keywords::folded).toArray(char[][]::new);
        words = Arrays.stream(letters).map(String::new).toList();
        alike = new int[Integer.highestOneBit(8 * words.size() + 8)][];
        Arrays.fill(alike, NONE);
        for (int word = 0; word < words.size(); word++) {
            enter(word, letters[word]);
        }
    }

    /** What is called for each word that stands somewhere. */
    @FunctionalInterface
    public interface Hit {
        /**
         * @param word its number in the list
         * @param from where it begins
         */
        void at(int word, int from);
    }

    /** Compiles words of two characters and more. */
    public static Keywords of(List<String> words) {
        return new Keywords(words);
    }

    /** Behind a word of two anything may stand. */
    private void enter(int word, char[] written) {
        boolean isShort = written.length == 2;
        int first = isShort ? 0 : kind(written[2]);
        int last = isShort ? KINDS - 1 : first;
        for (int third = first; third <= last; third++) {
            int begin = (kind(written[0]) * KINDS + kind(written[1])) * KINDS + third;
            begins[begin / Long.SIZE] |= 1L << begin;
            int[] before = alike[slot(begin)];
            if (before.length == 0 || before[before.length - 1] != word) {
                alike[slot(begin)] = Arrays.copyOf(before, before.length + 1);
                alike[slot(begin)][before.length] = word;
            }
        }
    }

    /** Tells of every word in the text, in the order in which they begin. */
    public void find(Text text, Hit hit) {
        find(text.chars, 0, text.length, hit);
    }

    private void find(char[] chars, int from, int to, Hit hit) {
        if (to - from < 2) {
            return;
        }
        // Of these the compiler would not know that they stay the same while others are called.
        long[] bits = begins;
        byte[] kinds = KIND;
        int begin = kind(chars[from]) * KINDS + kind(chars[from + 1]);
        for (int next = from + 2; next < to; next++) {
            char c = chars[next];
            begin = (begin * KINDS + (c < KIND_MAX ? kinds[c] : 0)) & MASK;
            if ((bits[begin / Long.SIZE] & (1L << begin)) != 0) {
                compare(chars, next - 2, to, begin, hit);
            }
        }
        // A word of two may be the last.
        compare(chars, to - 2, to, (begin * KINDS) & MASK, hit);
    }

    private void compare(char[] chars, int from, int to, int begin, Hit hit) {
        for (int word : alike[slot(begin)]) {
            if (stands(letters[word], chars, from, to)) {
                hit.at(word, from);
            }
        }
    }

    private static boolean stands(char[] word, char[] chars, int from, int to) {
        if (from + word.length > to) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (word[i] != fold(chars[from + i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether any of the words stands in that part of the text, or in the name of the member that holds it.
     *
     * @param atBeginnings whether only such count that begin where a word of the text does, or a hump of it
     */
    public boolean areAround(Text text, int from, int to, boolean atBeginnings) {
        return isIn(text.chars, from, to, atBeginnings) || isIn(text.name, 0, text.name.length, atBeginnings);
    }

    private boolean isIn(char[] chars, int from, int to, boolean atBeginnings) {
        boolean[] found = {false};
        find(chars, from, to, (_, at) -> found[0] |= !atBeginnings || begins(chars, at));
        return found[0];
    }

    /** Where the last of the words begins that stands at the beginning of a word there; -1 when there is none. */
    public int lastWord(Text text, int from, int to) {
        int[] last = {-1};
        find(text.chars, Math.max(0, from), to, (_, at) -> {
            if (at == 0 || !Character.isLetter(text.chars[at - 1])) {
                last[0] = at;
            }
        });
        return last[0];
    }

    private static boolean begins(char[] chars, int at) {
        return at == 0 || !Character.isLetter(chars[at - 1]) || Character.isUpperCase(chars[at]);
    }

    public String word(int number) {
        return words.get(number);
    }

    private int slot(int begin) {
        return (begin * 0x9E3779B1) >>> (Integer.numberOfLeadingZeros(alike.length) + 1);
    }

    private static char[] folded(String word) {
        char[] letters = word.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = fold(letters[i]);
        }
        return letters;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[KIND_MAX];
        for (char c = 0; c < kinds.length; c++) {
            boolean isLetter = fold(c) >= 'a' && fold(c) <= 'z';
            boolean isDigit = c >= '0' && c <= '9';
            int other = c <= ' ' ? 0 : 28 + c % 4;
            kinds[c] = (byte) (isLetter ? fold(c) - 'a' + 1 : isDigit ? 27 : other);
        }
        return kinds;
    }

    private static int kind(char c) {
        return c < KIND_MAX ? KIND[c] : 0;
    }

    private static char fold(char c) {
        if (c >= KIND_MAX) {
            char lower = Character.toLowerCase(c);
            return lower < KIND_MAX ? c : lower;
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
