package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds instructions to a model in what tools say: phrases over words as a model reads them, marks of another speaker, and
 * images whose address carries data away. What was found only after decoding counts as encoded.
 */
public final class Instructions implements Detector {
    private static final String ENCODED = "injection.encoded";
    private static final String FILE = "phrases.txt";

    private final Vocabulary vocabulary;
    /** The phrases that begin with each word, by its number. */
    private final Phrase[][] byBeginning;

    public Instructions() {
        List<Phrase> phrases = phrases();
        Set<String> words = new TreeSet<>();
        phrases.forEach(phrase -> phrase.steps().forEach(step -> words.addAll(step.words())));
        vocabulary = new Vocabulary(words);
        phrases.forEach(phrase -> phrase.number(vocabulary));
        byBeginning = new Phrase[vocabulary.size() + 1][];
        for (int id = 0; id < byBeginning.length; id++) {
            int first = id;
            byBeginning[id] = phrases.stream()
                    .filter(phrase -> phrase.beginnings().get(first))
                    .toArray(Phrase[]::new);
        }
    }

    private static List<Phrase> phrases() {
        try (InputStream in = Objects.requireNonNull(Instructions.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(Phrase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> types() {
        return Set.of(
                "injection.override", "injection.concealment", "injection.tool", Speakers.TYPE, Pictures.TYPE, ENCODED);
    }

    @Override
    public List<Trigger> triggers() {
        return Stream.concat(Speakers.triggers(), Pictures.triggers()).toList();
    }

    @Override
    public void look(Text text, Sightings sightings) {
        phrases(text, sightings);
        for (Decoded.Part part : Decoded.parts(text)) {
            Text inner = Text.of(part.content(), text.name(), text.side());
            strongest(inner).ifPresent(confidence -> sightings.add(ENCODED, confidence, part.from(), part.to()));
        }
    }

    private void phrases(Text text, Sightings sightings) {
        Words words = Words.of(text, vocabulary);
        for (int i = 0; i < words.count(); i++) {
            for (Phrase phrase : byBeginning[words.id(i)]) {
                int last = phrase.last(words, i);
                if (last >= 0) {
                    String type = words.isDisguised(i, last) ? ENCODED : phrase.type();
                    sightings.add(type, phrase.confidence(), words.from(i), words.to(last));
                    break;
                }
            }
        }
    }

    private OptionalInt strongest(Text text) {
        Words words = Words.of(text, vocabulary);
        int strongest = 0;
        for (int i = 0; i < words.count(); i++) {
            for (Phrase phrase : byBeginning[words.id(i)]) {
                strongest = phrase.last(words, i) >= 0 ? Math.max(strongest, phrase.confidence()) : strongest;
            }
        }
        return strongest == 0 ? OptionalInt.empty() : OptionalInt.of(strongest);
    }
}
