package dev.gatehouse.policy.detect.injection;

import java.util.ArrayList;
import java.util.List;

/** Words that were written letter by letter. More than one sign between two letters is where a word ends. */
final class SpacedLetters {
    /** Single letters in a row that no text has by chance. */
    private static final int RUN_MIN = 6;

    private SpacedLetters() {}

    static List<Words.Word> joined(List<Words.Word> words) {
        List<Words.Word> joined = new ArrayList<>(words.size());
        int at = 0;
        while (at < words.size()) {
            int end = runEnd(words, at);
            if (end - at >= RUN_MIN) {
                join(words.subList(at, end), joined);
                at = end;
            } else {
                joined.add(words.get(at++));
            }
        }
        return joined;
    }

    private static int runEnd(List<Words.Word> words, int from) {
        int at = from;
        while (at < words.size() && words.get(at).text().length() == 1) {
            at++;
        }
        return at;
    }

    private static void join(List<Words.Word> letters, List<Words.Word> joined) {
        StringBuilder word = new StringBuilder();
        int from = letters.getFirst().from();
        for (int i = 0; i < letters.size(); i++) {
            Words.Word letter = letters.get(i);
            word.append(letter.text());
            boolean isLast = i + 1 == letters.size() || letters.get(i + 1).from() > letter.to() + 1;
            if (isLast) {
                joined.add(new Words.Word(word.toString(), from, letter.to(), true));
                word.setLength(0);
                from = i + 1 < letters.size() ? letters.get(i + 1).from() : from;
            }
        }
    }
}
