package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which records a sink gets.
 *
 * @param bundles empty for all, those of no bundle included
 * @param types empty for all
 * @param payloads whether with what the trail kept of arguments and results
 */
public record SinkSelection(Set<BundleName> bundles, Set<EventType> types, boolean payloads) {
    public static final SinkSelection ALL = new SinkSelection(Set.of(), Set.of(), false);

    public SinkSelection {
        bundles = Set.copyOf(bundles);
        types = Set.copyOf(types);
    }

    boolean takes(String type, Json body) {
        Set<String> named = bundles.stream().map(BundleName::value).collect(Collectors.toSet());
        return (types.isEmpty()
                        || EventType.ofLabel(type).filter(types::contains).isPresent())
                && (named.isEmpty()
                        || body.text("bundle").filter(named::contains).isPresent());
    }
}
