package dev.gatehouse.server.approval;

import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.auth.role.Roles;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.policy.approval.Decider;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who wants to decide, with the roles and groups of this moment. */
final class Deciders {
    private final RoleRoster roles;

    Deciders(RoleRoster roles) {
        this.roles = roles;
    }

    Decider of(Administrator by) {
        return by.person().map(this::of).orElseGet(() -> Decider.machine(by.actor()));
    }

    Decider of(Person person) {
        Roles theirs = roles.of(person);
        return new Decider(
                person.id().toString(),
                person.name(),
                Optional.of(person.name()),
                person.groups(),
                theirs.isOwner(),
                approverOf(theirs));
    }

    private static Set<BundleName> approverOf(Roles theirs) {
        return theirs.assignments().stream()
                .filter(assignment -> assignment.role() == Role.APPROVER)
                .map(Assignment::bundle)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
