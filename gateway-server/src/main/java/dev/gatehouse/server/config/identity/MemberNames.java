package dev.gatehouse.server.config.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Qualifies the names of people and groups by their provider. A bare name is taken for the only provider's; where there
 * are several nobody can know, and a second provider must not be able to claim the first one's groups.
 */
public final class MemberNames {
    /** The provider of those who are administered here. */
    public static final String LOCAL = "local";

    private final Set<String> providers;

    public MemberNames(Set<String> providers) {
        this.providers = Set.copyOf(providers);
    }

    /** {@code provider/name}; empty when the name is bare and there is more than one provider. */
    public Optional<String> qualified(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (providers.contains(first) || first.equals(LOCAL)) {
            return Optional.of(name);
        }
        return providers.size() > 1
                ? Optional.empty()
                : Optional.of(providers.stream().findFirst().orElse(LOCAL) + "/" + name);
    }
}
