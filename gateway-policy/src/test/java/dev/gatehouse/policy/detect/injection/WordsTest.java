package dev.gatehouse.policy.detect.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final List<String> KNOWN = List.of("ignore", "all", "don't", "previous", "it", "'", "user's");
    private static final List<String> BETWEEN = List.of(" ", ". ", "", "_", "\n", " – ", "{", "Z ", "'", "`");
    /** A word begins at a capital letter behind a small one, and behind what is no letter. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z']+?(?:(?<=[a-z])(?=[A-Z])|(?![A-Za-z']))");

    private final Vocabulary vocabulary = new Vocabulary(KNOWN);

    @Test
    void reads_the_words_that_a_plain_split_finds() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder written = new StringBuilder();
            for (int part = random.nextInt(8); part >= 0; part--) {
                String word = KNOWN.get(random.nextInt(KNOWN.size()));
                String cut = random.nextInt(4) == 0 ? word.substring(random.nextInt(word.length())) : word;
                written.append(random.nextInt(4) == 0 ? cut.toUpperCase(Locale.ROOT) : cut)
                        .append(BETWEEN.get(random.nextInt(BETWEEN.size())));
            }
            assertThat(read(written.toString())).as(written.toString()).isEqualTo(split(written.toString()));
        }
    }

    private List<String> read(String text) {
        Words words = Words.of(Text.of(text, "", Side.RESULT), vocabulary);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            read.add(words.id(i) + " from " + words.from(i) + " to " + words.to(i));
        }
        return read;
    }

    private List<String> split(String text) {
        List<String> split = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            int id = vocabulary.id(word.group().toLowerCase(Locale.ROOT));
            split.add(id + " from " + word.start() + " to " + word.end());
        }
        return split;
    }
}
