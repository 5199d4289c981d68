package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.Principal;
import java.util.Set;

/**
 * Who belongs to a bundle besides the agents that name it themselves.
 *
 * @param groups each as {@code provider/group}
 * @param users each as {@code provider/userName}
 */
public record Members(Set<String> groups, Set<String> users, boolean anonymous) {
    public Members {
        groups = Set.copyOf(groups);
        users = Set.copyOf(users);
    }

    boolean include(Principal principal) {
        return switch (principal.kind()) {
            case ANONYMOUS -> anonymous;
            case USER ->
                principal.name().filter(users::contains).isPresent()
                        || principal.groups().stream().anyMatch(groups::contains);
            case AGENT -> false;
        };
    }
}
