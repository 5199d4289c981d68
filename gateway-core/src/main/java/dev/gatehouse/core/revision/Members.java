package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.Principal;
import java.util.Set;

/** Who belongs to a bundle besides the agents that name it themselves. */
public record Members(Set<String> groups, Set<String> users, boolean anonymous) {
    public Members {
        groups = Set.copyOf(groups);
        users = Set.copyOf(users);
    }

    boolean include(Principal principal) {
        return switch (principal.kind()) {
            case ANONYMOUS -> anonymous;
            case USER ->
                users.contains(principal.subject())
                        || principal.groups().stream().anyMatch(groups::contains);
            case AGENT -> false;
        };
    }
}
