package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Roles, given and taken: any by owners, the approvers of a bundle by its admins too. */
final class RoleRoutes {
    private final RoleRoster roles;
    private final PersonSight sight;
    private final Supplier<Revision> revisions;

    RoleRoutes(RoleRoster roles, PersonSight sight, Supplier<Revision> revisions) {
        this.roles = roles;
        this.sight = sight;
        this.revisions = revisions;
    }

    List<AdminRoute> routes() {
        return List.of(
                of(Method.PUT, "Gives a person a role.", this::grant),
                of(Method.DELETE, "Takes a role that was given at run time.", this::take));
    }

    @FunctionalInterface
    private interface Order {
        Answer carryOut(Person person, Assignment role, String actor) throws SQLException, AuditUnavailableException;
    }

    private AdminRoute of(Method method, String summary, Order order) {
        return route(method, "/users/{id}/roles/{role}", Reach.OWNERS_AND_ADMINS, summary)
                .parameter("bundle", "Of which bundle, for the roles admin and approver.")
                .by(asked -> carryOut(asked, order));
    }

    private Answer carryOut(Asked asked, Order order) throws SQLException, AuditUnavailableException {
        Optional<Role> role = Role.of(asked.variable("role"));
        if (role.isEmpty()) {
            return Problem.notFound("there is no such role")
                    .remedied("Name owner, auditor, admin or approver.")
                    .answer();
        }
        Optional<BundleName> bundle =
                asked.parameter("bundle").filter(Names::isSlug).map(BundleName::new);
        if (role.get().isOfBundle() != bundle.isPresent()
                || bundle.isPresent() != asked.parameter("bundle").isPresent()) {
            return Problem.malformed(
                            "?bundle",
                            role.get().isOfBundle()
                                    ? "expected the bundle that the role is for"
                                    : "expected none: this role is for everything")
                    .answer();
        }
        Assignment assignment = new Assignment(role.get(), bundle);
        if (!may(asked.by(), assignment)) {
            return Problem.forbidden("this role is not yours to give or take", "Ask an owner.")
                    .answer();
        }
        Optional<Person> person = sight.seen(asked);
        return person.isEmpty()
                ? PersonSight.none().answer()
                : order.carryOut(person.get(), assignment, asked.by().actor());
    }

    private static boolean may(Administrator by, Assignment assignment) {
        return by.roles().isOwner()
                || (assignment.role() == Role.APPROVER
                        && assignment.bundle().filter(by.roles()::administer).isPresent());
    }

    private Answer grant(Person person, Assignment role, String actor) throws SQLException, AuditUnavailableException {
        if (role.bundle().filter(name -> !revisions.get().has(name)).isPresent()) {
            return Problem.conflict("the file has no such bundle", "Name one of the file.")
                    .at("?bundle")
                    .answer();
        }
        return switch (roles.grant(person, role, actor)) {
            case DONE, BEFORE -> AdminRoute.done();
            case TOO_MANY ->
                Problem.conflict(
                                "there are " + RoleRoster.ASSIGNMENTS_MAX + " roles already",
                                "Give them to groups, in the file.")
                        .answer();
        };
    }

    private Answer take(Person person, Assignment role, String actor) throws SQLException, AuditUnavailableException {
        boolean taken = roles.take(person, role, actor);
        return taken || !roles.of(person).assignments().contains(role)
                ? AdminRoute.done()
                : Problem.conflict("the file gives this role", "Change the file.")
                        .answer();
    }
}
