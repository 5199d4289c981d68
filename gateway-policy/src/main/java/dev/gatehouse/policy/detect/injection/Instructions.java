package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds instructions to a model in what tools say: phrases over words as a model reads them, marks of another speaker, and
 * images whose address carries data away. What was found only after decoding counts as encoded.
 */
public final class Instructions implements Detector {
    private static final String ENCODED = "injection.encoded";
    private static final String FILE = "phrases.txt";

    private final Map<String, List<Phrase>> byBeginning = new HashMap<>();

    public Instructions() {
        for (Phrase phrase : phrases()) {
            phrase.beginnings()
                    .forEach(word -> byBeginning
                            .computeIfAbsent(word, _ -> new ArrayList<>())
                            .add(phrase));
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
    public void look(Text text, Sightings sightings) {
        if (text.side() == Side.ARGUMENTS && text.length() == 0) {
            return;
        }
        phrases(text, sightings);
        Speakers.look(text, sightings);
        Pictures.look(text, sightings);
        for (Decoded.Part part : Decoded.parts(text)) {
            Text inner = Text.of(part.content(), text.name(), text.side());
            strongest(inner).ifPresent(confidence -> sightings.add(ENCODED, confidence, part.from(), part.to()));
        }
    }

    private void phrases(Text text, Sightings sightings) {
        List<Words.Word> words = Words.of(text);
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : byBeginning.getOrDefault(words.get(i).text(), List.of())) {
                int last = phrase.last(words, i);
                if (last >= 0) {
                    boolean isDisguised = words.subList(i, last + 1).stream().anyMatch(Words.Word::isDisguised);
                    String type = isDisguised ? ENCODED : phrase.type();
                    sightings.add(
                            type,
                            phrase.confidence(),
                            words.get(i).from(),
                            words.get(last).to());
                    break;
                }
            }
        }
    }

    private OptionalInt strongest(Text text) {
        List<Words.Word> words = Words.of(text);
        int strongest = 0;
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : byBeginning.getOrDefault(words.get(i).text(), List.of())) {
                strongest = phrase.last(words, i) >= 0 ? Math.max(strongest, phrase.confidence()) : strongest;
            }
        }
        return strongest == 0 ? OptionalInt.empty() : OptionalInt.of(strongest);
    }
}
