package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.Collection;

/** The words that phrases are made of, each with a number: a word of a text is looked up without a copy of it. */
final class Vocabulary {
    private final char[][] words;
    /** By the hash of the word; 0 is a free place. */
    private final int[] places;
    /** The hashes of the words at those places: two that differ need no look at their letters. */
    private final int[] hashes;

    Vocabulary(Collection<String> words) {
        this.words = words.stream().map(String::toCharArray).toArray(char[][]::new);
        places = new int[Integer.highestOneBit(4 * words.size() + 4)];
        hashes = new int[places.length];
        for (int id = 1; id <= this.words.length; id++) {
            int hash = hash(this.words[id - 1], this.words[id - 1].length);
            int place = place(hash);
            while (places[place] != 0) {
                place = (place + 1) & (places.length - 1);
            }
            places[place] = id;
            hashes[place] = hash;
        }
    }

    int size() {
        return words.length;
    }

    /** The number of a word, from 1, or 0 when no phrase has it. */
    int id(String word) {
        return id(word.toCharArray(), word.length());
    }

    int id(char[] letters, int length) {
        int hash = hash(letters, length);
        int place = place(hash);
        while (places[place] != 0 && (hashes[place] != hash || !is(words[places[place] - 1], letters, length))) {
            place = (place + 1) & (places.length - 1);
        }
        return places[place];
    }

    /** The same for a word that stands in a text, see {@link Letters#easy}. */
    int id(int hash, Text text, int from, int to) {
        int place = place(hash);
        while (places[place] != 0 && (hashes[place] != hash || !is(words[places[place] - 1], text, from, to))) {
            place = (place + 1) & (places.length - 1);
        }
        return places[place];
    }

    private static int hash(char[] letters, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash(hash, letters[i]);
        }
        return hash;
    }

    /** The hash of a word by that of all before its last letter. */
    static int hash(int before, char last) {
        return 31 * before + last;
    }

    private static boolean is(char[] word, Text text, int from, int to) {
        if (word.length != to - from) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (word[i] != Letters.easy(text.at(from + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(char[] word, char[] letters, int length) {
        if (word.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[i] != letters[i]) {
                return false;
            }
        }
        return true;
    }

    private int place(int hash) {
        return ((hash ^ (hash >>> 16)) * 0x9E3779B1) >>> (Integer.numberOfLeadingZeros(places.length) + 1);
    }
}
