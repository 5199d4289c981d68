package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.Arrays;

/**
 * A text as a model reads it: words in small letters, without what only disguises them. Of each word is kept which one of
 * the {@link Vocabulary} it is.
 */
final class Words {
    /** Words beyond this many of one text are not read. */
    private static final int WORDS_MAX = 20_000;

    private static final int WORD_MAX_CHARS = 40;
    /** Letters that stand alone in a row as no text has by chance: a word written letter by letter. */
    private static final int SPACED_MIN = 6;

    private static final int WORD_USUAL_CHARS = 4;

    private final Text text;
    private final Vocabulary vocabulary;
    private final char[] word = new char[WORD_MAX_CHARS];
    private int length;
    private int from;
    private boolean isDisguised;
    private boolean hasDigit;
    private boolean hasLetter;
    private int singles;
    private int singlesMax;

    private int count;
    /** What words they are; 0 is one that no phrase has. */
    private int[] ids;
    /** Where they begin, and where they end. */
    private int[] places;
    /** Whether a word had to be made readable. */
    private boolean[] disguised;
    /** The letter, where a word is only one. */
    private char[] single;

    private Words(Text text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
        int capacity = text.length() / WORD_USUAL_CHARS + 8;
        ids = new int[capacity];
        places = new int[2 * capacity];
        disguised = new boolean[capacity];
        single = new char[capacity];
    }

    static Words of(Text text, Vocabulary vocabulary) {
        Words words = new Words(text, vocabulary);
        words.read();
        if (words.singlesMax >= SPACED_MIN) {
            words.joinSpaced();
        }
        return words;
    }

    int count() {
        return count;
    }

    /** Its number in the vocabulary, or 0. */
    int id(int index) {
        return ids[index];
    }

    int from(int index) {
        return places[2 * index];
    }

    int to(int index) {
        return places[2 * index + 1];
    }

    /** Whether any from one word to another, that included, had to be made readable. */
    boolean isDisguised(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (disguised[i]) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        char before = 0;
        for (int at = 0; at < text.length() && count < WORDS_MAX; at++) {
            int easy = length == 0 ? easy(at) : at;
            if (easy > at) {
                at = easy - 1;
                before = text.at(at);
                continue;
            }
            char c = text.at(at);
            int letter = Letters.plain(text, at);
            if (letter == Letters.NONE) {
                end(at);
            } else if (letter == Letters.UNSEEN) {
                isDisguised |= length > 0;
            } else {
                boolean isHump = c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z';
                if (isHump) {
                    end(at);
                }
                take((char) letter, at, c);
            }
            before = c;
        }
        end(text.length());
    }

    /**
     * Reads what is written in ASCII letters alone, as most is, and passes over what separates words; returns the place
     * after it. What has to be looked at letter by letter is left to the caller: then that is where it began.
     */
    private int easy(int begin) {
        int hash = 0;
        int at = begin;
        int letter = Letters.NONE;
        char last = 0;
        while (at < text.length()) {
            char c = text.at(at);
            letter = Letters.easy(c);
            // Only capitals are read as another letter, and a small one before them ends a word.
            if (letter <= Letters.NONE || (letter != c && last >= 'a')) {
                break;
            }
            hash = Vocabulary.hash(hash, (char) letter);
            last = c;
            at++;
        }
        int size = at - begin;
        if (letter == Letters.UNSEEN || size > WORD_MAX_CHARS) {
            return begin;
        }
        if (size == 0) {
            return begin + 1;
        }
        add(begin, at, false, vocabulary.id(hash, text, begin, at), size == 1 ? (char) Letters.easy(last) : 0);
        return at;
    }

    private void take(char letter, int at, char written) {
        if (length == 0) {
            from = at;
        }
        if (written >= 0x80) {
            isDisguised |= letter != Character.toLowerCase(written);
        }
        if (length < WORD_MAX_CHARS) {
            boolean isDigit = letter >= '0' && letter <= '9';
            hasDigit |= isDigit;
            hasLetter |= !isDigit && letter != '\'';
            word[length++] = letter;
        }
    }

    private void end(int at) {
        if (length == 0) {
            isDisguised = false;
            return;
        }
        boolean isLeet = hasDigit && hasLetter;
        if (isLeet) {
            Letters.undoDigits(word, length);
        }
        add(from, at, isDisguised || isLeet, vocabulary.id(word, length), length == 1 ? word[0] : 0);
        length = 0;
        isDisguised = false;
        hasDigit = false;
        hasLetter = false;
    }

    private void add(int begin, int end, boolean hadToBeRead, int id, char alone) {
        if (count == ids.length) {
            grow();
        }
        ids[count] = id;
        places[2 * count] = begin;
        places[2 * count + 1] = end;
        disguised[count] = hadToBeRead;
        single[count] = alone;
        singles = alone != 0 ? singles + 1 : 0;
        singlesMax = Math.max(singlesMax, singles);
        count++;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * count);
        places = Arrays.copyOf(places, 4 * count);
        disguised = Arrays.copyOf(disguised, 2 * count);
        single = Arrays.copyOf(single, 2 * count);
    }

    /** Makes words of letters that stand alone. More than one sign between two of them is where a word ends. */
    private void joinSpaced() {
        int all = count;
        count = 0;
        int at = 0;
        while (at < all) {
            int end = at;
            while (end < all && single[end] != 0) {
                end++;
            }
            if (end - at >= SPACED_MIN) {
                join(at, end);
                at = end;
            } else {
                keep(at++);
            }
        }
    }

    private void join(int first, int end) {
        length = 0;
        int begin = from(first);
        for (int i = first; i < end; i++) {
            if (length < WORD_MAX_CHARS) {
                word[length++] = single[i];
            }
            boolean isLast = i + 1 == end || from(i + 1) > to(i) + 1;
            if (isLast) {
                int next = i + 1 < end ? from(i + 1) : 0;
                add(begin, to(i), true, vocabulary.id(word, length), length == 1 ? word[0] : 0);
                begin = next;
                length = 0;
            }
        }
    }

    private void keep(int index) {
        ids[count] = ids[index];
        places[2 * count] = places[2 * index];
        places[2 * count + 1] = places[2 * index + 1];
        disguised[count] = disguised[index];
        single[count] = single[index];
        count++;
    }
}
