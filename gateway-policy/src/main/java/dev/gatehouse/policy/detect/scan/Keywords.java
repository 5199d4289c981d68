package dev.gatehouse.policy.detect.scan;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds many words in one pass (Aho and Corasick), ASCII, whatever the case of letters: one step of a table for each
 * character, so that the time does not depend on the text.
 */
public final class Keywords {
    private static final int ALPHABET = 128;

    private final char[] next;
    private final int[][] found;
    private final List<String> words;

    private Keywords(char[] next, int[][] found, List<String> words) {
        this.next = next;
        this.found = found;
        this.words = words;
    }

    /** What is called for each word that ends somewhere. */
    @FunctionalInterface
    public interface Hit {
        /**
         * @param word its number in the list
         * @param from where it begins
         */
        void at(int word, int from);
    }

    /** Compiles words of ASCII letters, digits and signs. */
    public static Keywords of(List<String> words) {
        int states = 1 + words.stream().mapToInt(String::length).sum();
        char[] next = new char[states * ALPHABET];
        int[][] found = new int[states][0];
        int used = 1;
        for (int word = 0; word < words.size(); word++) {
            int state = 0;
            for (char c : words.get(word).toCharArray()) {
                int slot = state * ALPHABET + fold(c);
                if (next[slot] == 0) {
                    next[slot] = (char) used++;
                }
                state = next[slot];
            }
            found[state] = with(found[state], word);
        }
        link(next, found);
        return new Keywords(Arrays.copyOf(next, used * ALPHABET), Arrays.copyOf(found, used), List.copyOf(words));
    }

    private static void link(char[] next, int[][] found) {
        int[] fallback = new int[found.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int c = 0; c < ALPHABET; c++) {
            if (next[c] != 0) {
                open.add((int) next[c]);
            }
        }
        while (!open.isEmpty()) {
            int state = open.remove();
            for (int c = 0; c < ALPHABET; c++) {
                int slot = state * ALPHABET + c;
                char onFailure = next[fallback[state] * ALPHABET + c];
                if (next[slot] == 0) {
                    next[slot] = onFailure;
                } else {
                    fallback[next[slot]] = onFailure;
                    for (int word : found[onFailure]) {
                        found[next[slot]] = with(found[next[slot]], word);
                    }
                    open.add((int) next[slot]);
                }
            }
        }
    }

    private static int[] with(int[] words, int word) {
        int[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = word;
        return more;
    }

    /** Tells of every word in the text, in the order in which they end. */
    public void find(Text text, Hit hit) {
        int state = 0;
        for (int at = 0; at < text.length; at++) {
            char c = text.chars[at];
            state = c < ALPHABET ? next[state * ALPHABET + fold(c)] : 0;
            if (found[state].length > 0) {
                for (int word : found[state]) {
                    hit.at(word, at + 1 - words.get(word).length());
                }
            }
        }
    }

    public String word(int number) {
        return words.get(number);
    }

    private static int fold(char c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
