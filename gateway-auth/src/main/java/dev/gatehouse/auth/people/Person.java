package dev.gatehouse.auth.people;

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

    /** As the configuration calls this person. */
    public String name() {
        return provider + "/" + userName;
    }
}
