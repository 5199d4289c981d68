package dev.gatehouse.policy.pin;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.core.pin.Pins;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All pins at one moment. What is listed to some only has a pin of its own, and any of a name's pins will do. */
final class PinSnapshot implements Pins {
    static final PinSnapshot EMPTY = new PinSnapshot(0, List.of());

    private record Name(UpstreamId upstream, PinKind kind, String name) {}

    private final long version;
    private final List<PinState> all;
    private final Map<Name, List<PinState>> byName;

    PinSnapshot(long version, List<PinState> all) {
        this.version = version;
        this.all = List.copyOf(all);
        this.byName = Map.copyOf(
                all.stream().collect(Collectors.groupingBy(pin -> new Name(pin.upstream(), pin.kind(), pin.name()))));
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Standing standing(UpstreamId upstream, PinKind kind, String name, String digest) {
        boolean isKnown = false;
        boolean isApproved = false;
        for (PinState pin : of(upstream, kind, name)) {
            isKnown |= pin.approved().isPresent();
            if (pin.isPending() && pin.approved().isPresent()) {
                return Standing.CHANGED;
            }
            isApproved |= pin.approved().filter(digest::equals).isPresent();
        }
        if (isApproved) {
            return Standing.APPROVED;
        }
        return isKnown ? Standing.CHANGED : Standing.NEW;
    }

    Optional<PinState> find(UpstreamId upstream, Sighting sighting) {
        return of(upstream, sighting.kind(), sighting.name()).stream()
                .filter(pin -> pin.needed().equals(sighting.needed()))
                .findFirst();
    }

    List<PinState> all() {
        return all;
    }

    /** How many pins of each upstream wait for a decision. */
    Map<UpstreamId, Integer> pending() {
        Map<UpstreamId, Integer> counts = new HashMap<>();
        all.stream().filter(PinState::isPending).forEach(pin -> counts.merge(pin.upstream(), 1, Integer::sum));
        return counts;
    }

    private List<PinState> of(UpstreamId upstream, PinKind kind, String name) {
        return byName.getOrDefault(new Name(upstream, kind, name), List.of());
    }
}
