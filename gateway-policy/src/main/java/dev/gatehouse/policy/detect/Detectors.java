package dev.gatehouse.policy.detect;

import dev.gatehouse.policy.detect.command.Commands;
import dev.gatehouse.policy.detect.hidden.HiddenText;
import dev.gatehouse.policy.detect.injection.Instructions;
import dev.gatehouse.policy.detect.personal.PersonalData;
import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.secret.Secrets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every detector there is, by the word that configurations use for its family. */
public final class Detectors {
    private static final Map<String, Detector> FAMILIES = families();

    private Detectors() {}

    private static Map<String, Detector> families() {
        Map<String, Detector> families = new LinkedHashMap<>();
        families.put("secrets", new Secrets());
        families.put("pii", new PersonalData());
        families.put("commands", new Commands());
        families.put("injection", new Instructions());
        families.put("hidden", new HiddenText());
        return families;
    }

    /** What a rule may name: families and single types. */
    public static Set<String> words() {
        Set<String> words = new TreeSet<>(FAMILIES.keySet());
        FAMILIES.values().forEach(detector -> words.addAll(detector.types()));
        return words;
    }

    /** The types that words stand for. */
    static Set<String> types(Collection<String> words) {
        Set<String> types = new TreeSet<>();
        for (String word : words) {
            if (FAMILIES.containsKey(word)) {
                types.addAll(FAMILIES.get(word).types());
            } else {
                types.add(word);
            }
        }
        return types;
    }

    /** The detectors that report any of these types. */
    static List<Detector> of(Set<String> types) {
        List<Detector> needed = new ArrayList<>();
        for (Detector detector : FAMILIES.values()) {
            if (detector.types().stream().anyMatch(types::contains)) {
                needed.add(detector);
            }
        }
        return List.copyOf(needed);
    }
}
