package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.resource.UserRecords.RoleView;
import dev.gatehouse.auth.admin.resource.UserRecords.UserList;
import dev.gatehouse.auth.admin.resource.UserRecords.UserView;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.BundleName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** People, read from memory. Who they are is for their provider to say; what they may administer is said here. */
final class UserRoutes {
    private final Directory people;
    private final RoleRoster roles;
    private final PersonSight sight;

    UserRoutes(Directory people, RoleRoster roles, PersonSight sight) {
        this.people = people;
        this.roles = roles;
        this.sight = sight;
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/users", Reach.EVERYBODY, "Lists people by name.")
                        .parameter("name", "Only those whose name has this in it, whatever its case.")
                        .parameter("provider", "Only those of this provider.")
                        .parameter("group", "Only those in this group.")
                        .parameter("active", "Only those who are active: true, or who are not: false.")
                        .paged()
                        .answers(UserList.class)
                        .by(this::list),
                route(Method.GET, "/users/{id}", Reach.EVERYBODY, "Shows a person; me is whoever asks.")
                        .answers(UserView.class)
                        .by(this::show));
    }

    private Answer list(Asked asked) {
        Page.Slice<Person> found = asked.page()
                .of(
                        people.roster()
                                .everybody()
                                .filter(person -> matches(asked, person))
                                .filter(person -> sight.sees(asked.by(), person)),
                        Person::name);
        Set<String> groups = sight.groups(asked.by());
        List<UserView> users = found.items().stream()
                .map(person -> view(asked.by(), person, groups))
                .toList();
        return AdminRoute.ok(new UserList(users, found.next()));
    }

    private static boolean matches(Asked asked, Person person) {
        return asked.parameter("name")
                        .map(part -> Folded.of(person.name()).contains(Folded.of(part)))
                        .orElse(true)
                && asked.parameter("group").map(person.groups()::contains).orElse(true)
                && Filters.matches(asked, "provider", Optional.of(person.provider()))
                && Filters.matches(asked, "active", Optional.of(Boolean.toString(person.active())));
    }

    private Answer show(Asked asked) {
        return sight.seen(asked)
                .map(person -> AdminRoute.ok(view(asked.by(), person, sight.groups(asked.by()))))
                .orElseGet(() -> PersonSight.none().answer());
    }

    /** @param visible the groups that a caller who does not see everything may know of */
    private UserView view(Administrator by, Person person, Set<String> visible) {
        boolean everything = PersonSight.seesEverythingOf(by, person);
        Set<Assignment> given = roles.given(person.id());
        List<RoleView> theirs = roles.of(person).assignments().stream()
                .filter(role -> everything || role.bundle().filter(by::sees).isPresent())
                .map(role -> new RoleView(role.role(), role.bundle().map(BundleName::value), given.contains(role)))
                .sorted(Comparator.comparing(RoleView::role)
                        .thenComparing(role -> role.bundle().orElse("")))
                .toList();
        return new UserView(
                person.id().toString(),
                person.name(),
                person.displayName(),
                person.email().filter(_ -> everything),
                person.active(),
                person.groups().stream()
                        .filter(group -> everything || visible.contains(group))
                        .sorted()
                        .toList(),
                theirs);
    }
}
