package dev.gatehouse.auth.people;

import java.util.Optional;
import java.util.Set;

/**
 * What a provider said of somebody who logged in there.
 *
 * @param subject the provider's {@code sub}, stable
 * @param groups bare names, as the claim has them; they count only where SCIM pushes no groups
 */
public record Asserted(
        String provider,
        String subject,
        String userName,
        Optional<String> displayName,
        Optional<String> email,
        Set<String> groups) {
    public Asserted {
        groups = Set.copyOf(groups);
    }
}
