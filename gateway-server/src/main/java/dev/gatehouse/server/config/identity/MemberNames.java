package dev.gatehouse.server.config.identity;

import dev.gatehouse.core.trust.IdentityProvider;
import java.util.Optional;
import java.util.Set;

/**
 * Qualifies the names of people and groups by their provider. A bare name is taken for the only provider's; where there
 * are several nobody can know, and a second provider must not be able to claim the first one's groups.
 */
public final class MemberNames {
    private final Set<String> providers;

    public MemberNames(Set<String> providers) {
        this.providers = Set.copyOf(providers);
    }

    /** {@code provider/name}; empty when the name is bare and there is more than one provider. */
    public Optional<String> qualified(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (providers.contains(first) || first.equals(IdentityProvider.LOCAL)) {
            return Optional.of(name);
        }
        return providers.size() > 1
                ? Optional.empty()
                : Optional.of(providers.stream().findFirst().orElse(IdentityProvider.LOCAL) + "/" + name);
    }
}
