package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.role.Role;
import dev.gatehouse.auth.role.Roles;
import java.util.List;
import java.util.Set;

/** Who gets to a route at all. What they find and change there, its handler narrows to what is theirs. */
public enum Reach {
    /** Whoever has a role, and everybody for what is their own. */
    EVERYBODY(Set.of(Role.values())),
    /** Those who see everything. */
    OVERSEERS(Set.of(Role.OWNER, Role.AUDITOR)),
    /** Those, and admins of any bundle. */
    WATCHERS(Set.of(Role.OWNER, Role.AUDITOR, Role.ADMIN)),
    OWNERS_AND_ADMINS(Set.of(Role.OWNER, Role.ADMIN)),
    OWNERS(Set.of(Role.OWNER));

    private final Set<Role> roles;

    Reach(Set<Role> roles) {
        this.roles = roles;
    }

    boolean includes(Roles theirs) {
        return this == EVERYBODY || roles.stream().anyMatch(theirs::has);
    }

    /** In words, in the order of the roles. */
    List<String> words() {
        return this == EVERYBODY
                ? List.of("everybody, for what is theirs")
                : List.of(Role.values()).stream()
                        .filter(roles::contains)
                        .map(Role::word)
                        .toList();
    }
}
