package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Text;
import java.util.ArrayList;
import java.util.List;

/** A text as a model reads it: words in small letters, without what only disguises them. */
final class Words {
    /** Words beyond this many of one text are not read. */
    private static final int WORDS_MAX = 20_000;

    private static final int WORD_MAX_CHARS = 40;

    /**
     * One word.
     *
     * @param from where it stands in the text
     * @param isDisguised whether it had to be made readable
     */
    record Word(String text, int from, int to, boolean isDisguised) {}

    private final Text text;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int from;
    private boolean isDisguised;

    private Words(Text text) {
        this.text = text;
    }

    static List<Word> of(Text text) {
        Words reader = new Words(text);
        reader.read();
        return SpacedLetters.joined(reader.words);
    }

    private void read() {
        char before = 0;
        for (int at = 0; at < text.length() && words.size() < WORDS_MAX; at++) {
            char c = text.at(at);
            int letter = Letters.plain(text, at);
            if (letter == Letters.UNSEEN) {
                isDisguised |= !word.isEmpty();
            } else if (letter == Letters.NONE) {
                end(at);
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

    private void take(char letter, int at, char written) {
        if (word.isEmpty()) {
            from = at;
        }
        isDisguised |= letter != Character.toLowerCase(written);
        if (word.length() < WORD_MAX_CHARS) {
            word.append(letter);
        }
    }

    private void end(int at) {
        if (!word.isEmpty()) {
            words.add(new Word(Letters.withoutDigits(word), from, at, isDisguised || Letters.isLeet(word)));
        }
        word.setLength(0);
        isDisguised = false;
    }
}
