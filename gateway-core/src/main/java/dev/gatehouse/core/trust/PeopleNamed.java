package dev.gatehouse.core.trust;

import java.util.Set;

/**
 * People as the configuration names them. Users and groups stand apart: a group that a provider happens to call like
 * somebody must not become them.
 *
 * @param groups each as {@code provider/group}
 * @param users each as {@code provider/userName}
 */
public record PeopleNamed(Set<String> groups, Set<String> users) {
    public static final PeopleNamed NOBODY = new PeopleNamed(Set.of(), Set.of());

    public PeopleNamed {
        groups = Set.copyOf(groups);
        users = Set.copyOf(users);
    }

    /**
     * @param user a person's name
     * @param theirGroups those that the person is in
     */
    public boolean include(String user, Set<String> theirGroups) {
        return users.contains(user) || theirGroups.stream().anyMatch(groups::contains);
    }
}
