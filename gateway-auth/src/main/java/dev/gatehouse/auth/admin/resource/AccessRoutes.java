package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.resource.UserRecords.ConsentList;
import dev.gatehouse.auth.admin.resource.UserRecords.ConsentView;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What people let clients do, and the end of it: theirs by themselves, anybody's by owners. */
final class AccessRoutes {
    private final Access access;
    private final PersonSight sight;

    AccessRoutes(Access access, PersonSight sight) {
        this.access = access;
        this.sight = sight;
    }

    List<AdminRoute> routes() {
        return List.of(
                route(
                                Method.DELETE,
                                "/users/{id}/sessions",
                                Reach.EVERYBODY,
                                "Ends a person's browser sessions, and every token that rests on what they agreed to.")
                        .by(asked -> end(asked, access::endAll)),
                route(Method.GET, "/users/{id}/consents", Reach.EVERYBODY, "Lists what a person agreed to.")
                        .answers(ConsentList.class)
                        .by(this::consents),
                route(
                                Method.DELETE,
                                "/users/{id}/consents/{consent}",
                                Reach.EVERYBODY,
                                "Takes a consent back, and every token that rests on it.")
                        .by(asked -> end(asked, (person, actor) -> takeBack(asked, person, actor))));
    }

    @FunctionalInterface
    private interface Order {
        boolean carryOut(Person person, String actor) throws SQLException, AuditUnavailableException;
    }

    private Answer end(Asked asked, Order order) throws SQLException, AuditUnavailableException {
        Optional<Person> person = sight.seen(asked);
        if (person.isEmpty()) {
            return PersonSight.none().answer();
        }
        if (!asked.by().roles().isOwner() && !asked.by().is(person.get().id())) {
            return Problem.forbidden("this is somebody else's", "Ask an owner.").answer();
        }
        return order.carryOut(person.get(), asked.by().actor())
                ? AdminRoute.done()
                : Problem.notFound("the person gave no such consent").answer();
    }

    private boolean takeBack(Asked asked, Person person, String actor) throws SQLException, AuditUnavailableException {
        UUID consent;
        try {
            consent = UUID.fromString(asked.variable("consent"));
        } catch (IllegalArgumentException _) {
            return false;
        }
        return access.takeBack(person, consent, actor);
    }

    private Answer consents(Asked asked) throws SQLException {
        Optional<Person> person = sight.seen(asked).filter(seen -> PersonSight.seesEverythingOf(asked.by(), seen));
        return person.isEmpty()
                ? PersonSight.none().answer()
                : AdminRoute.ok(new ConsentList(access.consents(person.get()).stream()
                        .map(ConsentView::of)
                        .toList()));
    }
}
