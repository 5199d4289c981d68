package dev.gatehouse.audit.search;

import java.util.Optional;
import java.util.Set;

/**
 * Which records somebody may see. Whoever sees some bundles only sees nothing that belongs to none.
 *
 * @param bundles empty: everything
 */
public record Sight(Optional<Set<String>> bundles) {
    public static final Sight EVERYTHING = new Sight(Optional.empty());

    public Sight {
        bundles = bundles.map(Set::copyOf);
    }

    public static Sight of(Set<String> bundles) {
        return new Sight(Optional.of(bundles));
    }

    /** Whether what belongs to this bundle, or to none, is seen. */
    boolean includes(Optional<String> bundle) {
        return bundles.isEmpty() || bundle.filter(bundles.get()::contains).isPresent();
    }
}
