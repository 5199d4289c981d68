package dev.gatehouse.auth.role;

import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All roles of one person, as they are now. */
public record Roles(Set<Assignment> assignments) {
    public static final Roles OF_OWNER = new Roles(Set.of(Assignment.OWNER));

    public Roles {
        assignments = Set.copyOf(assignments);
    }

    public boolean isOwner() {
        return assignments.contains(Assignment.OWNER);
    }

    /** Owners and auditors see what there is, whosever it is. */
    public boolean seeEverything() {
        return isOwner() || has(Role.AUDITOR);
    }

    public boolean has(Role role) {
        return assignments.stream().anyMatch(assignment -> assignment.role() == role);
    }

    public boolean administer(BundleName bundle) {
        return isOwner() || assignments.contains(new Assignment(Role.ADMIN, Optional.of(bundle)));
    }

    /** The bundles that are theirs to look after, as admin or as approver. */
    public Set<BundleName> bundles() {
        return assignments.stream()
                .map(Assignment::bundle)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
