package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds keys by how their providers write them, private keys, JSON Web Tokens, passwords in addresses, and what a name
 * says is a secret when it looks like one. One pass finds where any of them may begin.
 */
public final class Secrets implements Detector {
    private final Keywords keywords;
    /** By the number of the word. */
    private final List<Finder> finders = new ArrayList<>();

    private final Set<String> types = new TreeSet<>(Set.of(
            PrivateKeys.TYPE, WebTokens.TYPE, ConnectionStrings.TYPE, NamedSecrets.PASSWORD, NamedSecrets.TOKEN));

    /** What looks closer where one of its words stands. */
    @FunctionalInterface
    interface Finder {
        void look(Text text, int from, int wordEnd, Sightings sightings);
    }

    public Secrets() {
        Map<String, List<KeyFormat>> formats = new HashMap<>();
        for (KeyFormat format : KeyFormats.read()) {
            formats.computeIfAbsent(format.prefix(), _ -> new ArrayList<>()).add(format);
            types.add(format.type());
        }
        List<String> words = new ArrayList<>();
        formats.forEach(
                (prefix, alike) -> enter(words, prefix, (text, from, _, found) -> keys(alike, text, from, found)));
        enter(words, PrivateKeys.WORD, PrivateKeys::look);
        enter(words, WebTokens.WORD, WebTokens::look);
        enter(words, ConnectionStrings.WORD, ConnectionStrings::look);
        NamedSecrets.NAMES.forEach(name -> enter(words, name, NamedSecrets::look));
        keywords = Keywords.of(words);
    }

    private void enter(List<String> words, String word, Finder finder) {
        words.add(word);
        finders.add(finder);
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public void look(Text text, Sightings sightings) {
        NamedSecrets.lookAtWhole(text, sightings);
        keywords.find(
                text,
                (word, from) -> finders.get(word)
                        .look(text, from, from + keywords.word(word).length(), sightings));
    }

    private static void keys(List<KeyFormat> alike, Text text, int from, Sightings sightings) {
        for (KeyFormat format : alike) {
            int end = format.end(text, from);
            if (end >= 0
                    && !Placeholders.isOne(text.slice(from + format.prefix().length(), end))) {
                sightings.add(format.type(), format.confidence(), from, end);
                return;
            }
        }
    }
}
