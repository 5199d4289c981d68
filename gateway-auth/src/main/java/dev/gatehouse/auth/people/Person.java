package dev.gatehouse.auth.people;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom a provider vouches for.
 *
 * @param provider the one whose word counts for this person, and no other's
 * @param userName unique within the provider, whatever its case
 * @param active false: may do nothing, and is still known
 * @param groups each as {@code provider/group}
 */
public record Person(
        PersonId id,
        String provider,
        String userName,
        Optional<String> displayName,
        Optional<String> email,
        boolean active,
        Set<String> groups) {
    public Person {
        groups = Set.copyOf(groups);
    }

    /**
     * As a caller.
     *
     * @param issuer our own, whoever vouched: the same person is the same principal
     * @param bundle the one that was chosen for this caller
     * @param grant what the person agreed to
     */
    public Principal principal(
            String issuer,
            String clientId,
            Set<String> scopes,
            Optional<BundleName> bundle,
            Optional<String> grant,
            Instant expiresAt) {
        return new Principal(
                Principal.Kind.USER,
                issuer,
                id.toString(),
                Optional.of(name()),
                clientId,
                groups,
                scopes,
                bundle,
                Optional.empty(),
                grant,
                expiresAt);
    }

    /** As the configuration calls this person. */
    public String name() {
        return provider + "/" + userName;
    }
}
