package dev.gatehouse.auth.admin.resource;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.resource.UserRecords.GroupList;
import dev.gatehouse.auth.admin.resource.UserRecords.GroupView;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.revision.Revision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Groups as people are in them, whether SCIM pushed them or logins claim them. */
final class GroupRoutes {
    private final Directory people;
    private final PersonSight sight;
    private final Supplier<Revision> revisions;

    GroupRoutes(Directory people, PersonSight sight, Supplier<Revision> revisions) {
        this.people = people;
        this.sight = sight;
        this.revisions = revisions;
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/groups", Reach.EVERYBODY, "Lists groups by name.")
                        .parameter("name", "Only those whose name has this in it, whatever its case.")
                        .paged()
                        .answers(GroupList.class)
                        .by(this::list),
                route(Method.GET, "/groups/{provider}/{name}", Reach.EVERYBODY, "Shows a group.")
                        .answers(GroupView.class)
                        .by(this::show));
    }

    private Answer list(Asked asked) {
        Map<String, Integer> sizes = seen(asked.by());
        Page.Slice<String> found = asked.page()
                .of(
                        sizes.keySet().stream()
                                .filter(name -> asked.parameter("name")
                                        .map(part -> Folded.of(name).contains(Folded.of(part)))
                                        .orElse(true)),
                        name -> name);
        List<GroupView> groups = found.items().stream()
                .map(name -> view(asked.by(), name, sizes.getOrDefault(name, 0)))
                .toList();
        return AdminRoute.ok(new GroupList(groups, found.next()));
    }

    private Answer show(Asked asked) {
        String name = asked.variable("provider") + "/" + asked.variable("name");
        return Optional.ofNullable(seen(asked.by()).get(name))
                .map(size -> AdminRoute.ok(view(asked.by(), name, size)))
                .orElseGet(() -> Problem.notFound("there is no such group").answer());
    }

    /** The groups that somebody may know of, with how many are in each. */
    private Map<String, Integer> seen(Administrator by) {
        Map<String, Integer> sizes = new HashMap<>();
        people.roster().pushedGroups().forEach(name -> sizes.put(name, 0));
        people.roster()
                .everybody()
                .forEach(person -> person.groups().forEach(name -> sizes.merge(name, 1, Integer::sum)));
        if (!by.roles().seeEverything()) {
            Set<String> named = sight.groups(by);
            Set<String> own = by.person().map(Person::groups).orElse(Set.of());
            sizes.keySet().removeIf(name -> !named.contains(name) && !own.contains(name));
        }
        return sizes;
    }

    private GroupView view(Administrator by, String name, int size) {
        boolean counted = by.roles().seeEverything() || sight.groups(by).contains(name);
        List<String> bundles = revisions.get().bundles().stream()
                .filter(bundle ->
                        by.sees(bundle.name()) && bundle.members().groups().contains(name))
                .map(bundle -> bundle.name().value())
                .toList();
        return new GroupView(name, Optional.of(size).filter(_ -> counted), bundles);
    }
}
