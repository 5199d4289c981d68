package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.PolicyPipeline;
import java.util.BitSet;
import java.util.List;

/**
 * The lists of one view, kept for those who asked: what somebody may see depends on nothing but the policies, who it is,
 * what is switched off, what is pinned and the entries. Those who see the same share the same bytes.
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
        return seers.find(seer).orElseGet(() -> {
            Contents contents = new Contents(kind, shown(entries, policy, facts, switches));
            Shelf shelf = shelves.find(contents).orElseGet(() -> joined(contents, entries));
            shelves.put(contents, shelf);
            seers.put(seer, shelf);
            return shelf;
        });
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

    private static Shelf joined(Contents contents, List<Published> entries) {
        return Shelf.of(
                contents.kind(),
                contents.shown().stream().mapToObj(entries::get).toList());
    }
}
