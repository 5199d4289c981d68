package dev.gatehouse.bench;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Secrets drawn at random from the patterns that another scanner publishes, see {@code published-keys.txt}. Those with a
 * form of their own stand in texts that do not say what they are; the others where that scanner's authors assign them.
 * A third of the formats, by the hash of their line, is held back.
 */
final class PublishedKeys {
    static final int OF_EACH = 75;

    private static final String FILE = "published-keys.txt";
    private static final long SEED = 20261121;
    /** How much more than its least a run without an upper end has. */
    private static final int MORE_MAX = 20;

    private static final List<String> ANYWHERE = List.of(
            "{s}",
            "2026-11-21T19:30:00Z INFO sync started with {s} for region eu",
            "{\"state\": \"open\", \"value\": \"{s}\", \"count\": 3}",
            "export VALUE={s}",
            "curl 'https://api.example.com/v1/items?x={s}'");

    /** @param isAlone whether its form says what it is */
    private record Format(boolean isAlone, String id, String word, String pattern, boolean isHeldBack) {}

    private PublishedKeys() {}

    /** @param isAlone whether of those that have a form of their own, or of those that a name stands before */
    static List<Sample> samples(boolean isAlone) {
        List<String> lines = lines();
        List<String> places = isAlone
                ? ANYWHERE
                : lines.stream()
                        .filter(line -> line.startsWith("place "))
                        .map(line -> line.substring(6).replace('␤', '\n'))
                        .toList();
        return lines.stream()
                .flatMap(PublishedKeys::format)
                .filter(format -> format.isAlone() == isAlone)
                .flatMap(format -> samples(format, places))
                .toList();
    }

    private static Stream<Sample> samples(Format format, List<String> places) {
        RgxGenProperties properties = new RgxGenProperties();
        RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, MORE_MAX);
        RgxGen keys = RgxGen.parse(properties, format.pattern());
        Random random = new Random(SEED ^ format.id().hashCode());
        return IntStream.range(0, OF_EACH)
                .mapToObj(i -> places.get(i % places.size())
                        .replace("{i}", format.word())
                        .replace("{I}", format.word().toUpperCase(Locale.ROOT))
                        .replace("{s}", keys.generate(random)))
                .map(text -> new Sample(format.id(), text, format.isHeldBack()));
    }

    private static Stream<Format> format(String line) {
        String[] parts = line.split(" ", 4);
        boolean isAlone = parts[0].equals("alone");
        return isAlone || parts[0].equals("named")
                ? Stream.of(new Format(isAlone, parts[1], parts[2], parts[3], Corpus.isHeldBack(line)))
                : Stream.empty();
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(PublishedKeys.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
