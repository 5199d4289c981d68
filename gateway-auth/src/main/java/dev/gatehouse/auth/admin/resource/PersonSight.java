package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.PeopleNamed;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which people somebody sees: all, those of the bundles they look after, and always themselves. */
final class PersonSight {
    /** In a path, the one who asks. */
    private static final String ME = "me";

    private final Directory people;
    private final Supplier<Revision> revisions;

    PersonSight(Directory people, Supplier<Revision> revisions) {
        this.people = people;
        this.revisions = revisions;
    }

    /** The person that the path names. */
    Optional<Person> seen(Asked asked) {
        String id = asked.variable("id");
        return id.equals(ME)
                ? asked.by().person()
                : parse(id).flatMap(people::find).filter(person -> sees(asked.by(), person));
    }

    private static Optional<PersonId> parse(String text) {
        try {
            // What UUID reads leniently has another spelling than what it writes.
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equals(text))
                    .map(PersonId::new);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean sees(Administrator by, Person person) {
        return seesEverythingOf(by, person)
                || bundles(by)
                        .anyMatch(members -> new PeopleNamed(members.groups(), members.users())
                                .include(person.name(), person.groups()));
    }

    static boolean seesEverythingOf(Administrator by, Person person) {
        return by.roles().seeEverything() || by.is(person.id());
    }

    /** The groups that somebody sees because a bundle that they look after names them. */
    Set<String> groups(Administrator by) {
        return bundles(by).flatMap(members -> members.groups().stream()).collect(Collectors.toSet());
    }

    private Stream<Members> bundles(Administrator by) {
        Set<?> theirs = by.roles().bundles();
        return revisions.get().bundles().stream()
                .filter(bundle -> theirs.contains(bundle.name()))
                .map(Bundle::members);
    }

    static Problem none() {
        return Problem.notFound("there is no such person");
    }
}
