package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.role.Role;
import dev.gatehouse.auth.role.Roles;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who gets to a route at all. What they find and change there, its handler narrows to what is theirs. */
public enum Reach {
    /** Whoever has a role, and everybody for what is their own. */
    EVERYBODY,
    /** Those who see everything. */
    OVERSEERS,
    /** Those, and admins of any bundle. */
    WATCHERS,
    OWNERS_AND_ADMINS,
    OWNERS;

    private Set<Role> roles() {
        return switch (this) {
            case EVERYBODY -> Set.of(Role.values());
            case OVERSEERS -> Set.of(Role.OWNER, Role.AUDITOR);
            case WATCHERS -> Set.of(Role.OWNER, Role.AUDITOR, Role.ADMIN);
            case OWNERS_AND_ADMINS -> Set.of(Role.OWNER, Role.ADMIN);
            case OWNERS -> Set.of(Role.OWNER);
        };
    }

    boolean includes(Roles theirs) {
        return this == EVERYBODY || roles().stream().anyMatch(theirs::has);
    }

    /** In words, in the order of the roles. */
    List<String> words() {
        Set<Role> those = roles();
        return this == EVERYBODY
                ? List.of("everybody, for what is theirs")
                : Stream.of(Role.values())
                        .filter(those::contains)
                        .map(Role::word)
                        .toList();
    }
}
