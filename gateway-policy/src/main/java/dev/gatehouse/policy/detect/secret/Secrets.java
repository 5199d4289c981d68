package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds keys by how their providers write them, private keys, JSON Web Tokens, passwords in addresses, and what a name
 * says is a secret when it looks like one. Words say where any of them may begin.
 */
public final class Secrets implements Detector {
    private final List<Trigger> triggers = new ArrayList<>();
    /** For what was decoded: the words of the triggers. */
    private final Keywords words;

    private final Set<String> types = new TreeSet<>(Set.of(
            PrivateKeys.TYPE, WebTokens.TYPE, ConnectionStrings.TYPE, NamedSecrets.PASSWORD, NamedSecrets.TOKEN));

    public Secrets() {
        Map<String, List<KeyFormat>> formats = new HashMap<>();
        for (KeyFormat format : KeyFormats.read()) {
            formats.computeIfAbsent(format.word(), _ -> new ArrayList<>()).add(format);
            types.add(format.type());
        }
        formats.forEach((word, alike) ->
                triggers.add(new Trigger(word, (text, from, _, seen) -> keys(alike, text, from, seen))));
        triggers.add(new Trigger(PrivateKeys.WORD, PrivateKeys::look));
        triggers.add(new Trigger(PrivateKeys.COUNT, PrivateKeys::lookBehindCount));
        triggers.add(new Trigger(WebTokens.WORD, WebTokens::look));
        triggers.add(new Trigger(ConnectionStrings.WORD, ConnectionStrings::look));
        NamedSecrets.NAMES.forEach(name -> triggers.add(new Trigger(name, NamedSecrets::look)));
        triggers.addAll(GivenPasswords.triggers());
        words = Keywords.of(triggers.stream().map(Trigger::word).toList());
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public List<Trigger> triggers() {
        return triggers;
    }

    @Override
    public void look(Text text, Sightings sightings) {
        NamedSecrets.lookAtWhole(text, sightings);
        Wrapped.in(text).ifPresent(inner -> sightings.covering(0, text.length(), () -> lookInside(inner, sightings)));
    }

    private void lookInside(Text inner, Sightings sightings) {
        words.find(inner, (word, from) -> triggers.get(word).closer().look(inner, from, words.word(word), sightings));
    }

    private static void keys(List<KeyFormat> alike, Text text, int wordFrom, Sightings sightings) {
        for (KeyFormat format : alike) {
            int from = wordFrom - format.wordAt();
            int end = format.end(text, from);
            if (end >= 0 && !Placeholders.isOne(text.slice(from, end))) {
                sightings.add(format.type(), format.confidence(), from, end);
                return;
            }
        }
    }
}
