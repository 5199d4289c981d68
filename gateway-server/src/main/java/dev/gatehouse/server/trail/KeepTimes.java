package dev.gatehouse.server.trail;

import dev.gatehouse.audit.retain.Floor;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.server.config.GatehouseConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * For how many days a configuration wants records to be kept.
 *
 * @param days of each bundle, and of what belongs to none
 */
public record KeepTimes(Map<Optional<BundleName>, Integer> days) {
    public KeepTimes {
        days = Map.copyOf(days);
    }

    public static KeepTimes of(GatehouseConfig config) {
        Map<Optional<BundleName>, Integer> days = new HashMap<>();
        days.put(Optional.empty(), (int) config.audit().retention().toDays());
        config.bundles()
                .forEach((name, bundle) -> days.put(Optional.of(new BundleName(name)), (int)
                        bundle.audit().retention().toDays()));
        return new KeepTimes(days);
    }

    /** Those that are shorter than what holds, by name. */
    public List<Optional<BundleName>> shorter(ToIntFunction<Optional<BundleName>> floor) {
        return days.keySet().stream()
                .filter(bundle -> days.getOrDefault(bundle, 0) < floor.applyAsInt(bundle))
                .sorted(Comparator.comparing(Floor::told))
                .toList();
    }

    /** The same for people, with what would help. */
    public List<String> warnings(ToIntFunction<Optional<BundleName>> floor) {
        List<String> warnings = new ArrayList<>();
        for (Optional<BundleName> bundle : shorter(floor)) {
            warnings.add(
                    "%s: %dd is not in force, records are kept for %d days as before: fewer take two owners (gatehouse audit retention shorten %s--to %dd)"
                            .formatted(
                                    place(bundle),
                                    days.getOrDefault(bundle, 0),
                                    floor.applyAsInt(bundle),
                                    bundle.map(name -> "--bundle " + name + " ").orElse(""),
                                    days.getOrDefault(bundle, 0)));
        }
        return warnings;
    }

    /** Where it stands in the file. */
    static String place(Optional<BundleName> bundle) {
        return bundle.map(name -> "bundles." + name + ".audit.retention").orElse("audit.retention");
    }
}
