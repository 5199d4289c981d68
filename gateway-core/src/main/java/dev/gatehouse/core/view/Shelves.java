package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListEntry;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Showing;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The lists of one view, kept for those who asked: what somebody may see depends on nothing but the policies, who it is,
 * what is switched off, what is pinned and the entries; unless somebody is asked. Those who see the same share the same bytes.
 */
final class Shelves {
    static final int SEERS_MAX = 1_024;
    static final int SHELVES_MAX = 32;

    private record Seer(PolicyPipeline policy, ListFacts facts, Primitive kind, long switches, long pins) {}

    private record Contents(Primitive kind, BitSet shown) {}

    private final Recent<Seer, Shelf> seers = new Recent<>(SEERS_MAX);
    private final Recent<Contents, Shelf> shelves = new Recent<>(SHELVES_MAX);

    Shelf of(Primitive kind, List<Published> entries, PolicyPipeline policy, ListFacts facts, KillSwitches switches) {
        Seer seer =
                new Seer(policy, facts, kind, switches.version(), policy.guard().version());
        if (policy.asksAboutLists()) {
            return asked(kind, entries, policy, facts, shown(entries, policy, facts, switches));
        }
        return seers.find(seer).orElseGet(() -> {
            Shelf shelf = joined(new Contents(kind, shown(entries, policy, facts, switches)), entries);
            seers.put(seer, shelf);
            return shelf;
        });
    }

    /** Kept for nobody: whoever is asked may say something else the next time. */
    private Shelf asked(
            Primitive kind, List<Published> entries, PolicyPipeline policy, ListFacts facts, BitSet candidates) {
        int[] places = candidates.stream().toArray();
        Showing showing = policy.showing(
                facts,
                Arrays.stream(places)
                        .mapToObj(entries::get)
                        .map(entry -> new ListEntry(entry.target(), entry.upstream()))
                        .toList());
        BitSet shown = new BitSet(entries.size());
        showing.shown().stream().forEach(i -> shown.set(places[i]));
        return joined(new Contents(kind, shown), entries).with(showing.findings());
    }

    private static BitSet shown(
            List<Published> entries, PolicyPipeline policy, ListFacts facts, KillSwitches switches) {
        BitSet shown = new BitSet(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Published entry = entries.get(i);
            boolean isOn = switches.stopping(facts.server(), entry.target()).isEmpty();
            shown.set(i, isOn && policy.shows(facts, entry.target(), entry.upstream()));
        }
        return shown;
    }

    private Shelf joined(Contents contents, List<Published> entries) {
        return shelves.find(contents).orElseGet(() -> {
            Shelf shelf = Shelf.of(
                    contents.kind(),
                    contents.shown().stream().mapToObj(entries::get).toList());
            shelves.put(contents, shelf);
            return shelf;
        });
    }
}
