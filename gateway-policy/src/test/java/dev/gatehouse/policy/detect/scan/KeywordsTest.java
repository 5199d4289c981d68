package dev.gatehouse.policy.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeywordsTest {
    private static final List<String> WORDS =
            List.of("AKIA", "SK", "key", "keys", "://", "]: http", "ab", "móvil", "aaa");

    @Test
    void finds_what_a_plain_search_finds() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder written = new StringBuilder();
            for (int part = random.nextInt(6); part >= 0; part--) {
                String word = WORDS.get(random.nextInt(WORDS.size()));
                written.append(word, 0, random.nextInt(word.length() + 1)).append(" \0aAx".charAt(random.nextInt(5)));
            }
            String text = random.nextBoolean()
                    ? written.toString()
                    : written.toString().toUpperCase(Locale.ROOT);
            assertThat(found(text)).as(text).containsExactlyInAnyOrderElementsOf(searched(text));
        }
    }

    @Test
    void a_word_of_two_is_found_at_the_very_end_and_once() {
        assertThat(found("x sk")).containsExactly("sk at 2");
        assertThat(found("sk")).containsExactly("sk at 0");
        assertThat(found("s")).isEmpty();
        assertThat(found("")).isEmpty();
    }

    @Test
    void letters_that_fold_into_ascii_are_letters_of_their_own() {
        Keywords words = Keywords.of(List.of("\u0130stanbul", "vis"));
        List<String> found = new ArrayList<>();
        words.find(Text.of("\u0130STANBUL istanbul v\u0130s", "", Side.RESULT), (_, from) -> found.add("at " + from));
        assertThat(found).containsExactly("at 0");
    }

    @Test
    void the_name_of_the_member_speaks_too() {
        Keywords words = Keywords.of(List.of("card"));
        assertThat(words.areAround(Text.of("4111", "cardNumber", Side.RESULT), 0, 0, false))
                .isTrue();
        assertThat(words.areAround(Text.of("a card 4111", "", Side.RESULT), 0, 7, false))
                .isTrue();
        assertThat(words.areAround(Text.of("a card 4111", "id", Side.RESULT), 0, 5, false))
                .isFalse();
    }

    @Test
    void a_word_within_another_counts_only_when_that_is_wanted() {
        Keywords words = Keywords.of(List.of("tel"));
        Text text = Text.of("Intel 537.75.14", "", Side.RESULT);
        assertThat(words.areAround(text, 0, 6, false)).isTrue();
        assertThat(words.areAround(text, 0, 6, true)).isFalse();
        assertThat(words.areAround(Text.of("1", "homeTel", Side.RESULT), 0, 0, true))
                .isTrue();
    }

    private static List<String> found(String text) {
        List<String> found = new ArrayList<>();
        Keywords words = Keywords.of(WORDS);
        words.find(Text.of(text, "", Side.RESULT), (word, from) -> found.add(words.word(word) + " at " + from));
        return found;
    }

    private static List<String> searched(String text) {
        List<String> found = new ArrayList<>();
        for (String word : WORDS) {
            for (int at = 0; at < text.length(); at++) {
                if (text.regionMatches(true, at, word, 0, word.length())) {
                    found.add(word.toLowerCase(Locale.ROOT) + " at " + at);
                }
            }
        }
        return found;
    }
}
