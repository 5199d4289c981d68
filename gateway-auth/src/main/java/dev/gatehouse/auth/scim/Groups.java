package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.PeopleChange;
import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.Operator;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.auth.scim.patch.Patch;
import dev.gatehouse.auth.scim.patch.PatchOperation;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** {@code /scim/v2/Groups}: the groups of one provider. */
final class Groups implements Listing.Resources<GroupRow> {
    /** Room for some 20,000 members in one request. */
    static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;

    /** Members in one answer about several groups; where there are more, the page is shorter than was asked for. */
    private static final int PAGE_MEMBERS_MAX = 20_000;

    private final ScimChanges changes;
    private final ResourceJson resources;
    private final Listing<GroupRow> listing;

    Groups(DataSource database, ScimChanges changes, ResourceJson resources) {
        this.listing = new Listing<>(database, this);
        this.changes = changes;
        this.resources = resources;
    }

    /** What a request makes of a group. */
    private record Edited(GroupAttributes attributes, MembersChange members) {}

    @FunctionalInterface
    private interface Edit {
        Edited of(GroupRow before) throws ScimRefusal;
    }

    Answer list(ScimRequest request) throws SQLException, ScimRefusal {
        return listing.list(request);
    }

    Answer get(ScimRequest request) throws SQLException, ScimRefusal {
        return listing.get(request);
    }

    @Override
    public ResourceRows<GroupRow> rows() {
        return GroupTable.ROWS;
    }

    @Override
    public Narrowing narrowing(Filter filter) throws ScimRefusal {
        return Narrowing.ofGroups(filter);
    }

    @Override
    public Function<GroupRow, Json> asked(Connection connection, Filter filter) throws SQLException, ScimRefusal {
        Map<UUID, List<Membership>> asked = MembershipTable.groupsWith(connection, peopleIn(filter));
        return group -> resources.group(group, asked.getOrDefault(group.id(), List.of()));
    }

    /** Whose membership a filter asks for. Only they are looked up: nobody reads 10,000 members to find one. */
    private static List<UUID> peopleIn(Filter filter) throws ScimRefusal {
        List<UUID> people = new ArrayList<>();
        for (Filter.Compare compare : filter.comparisons().toList()) {
            if (compare.path().first().equalsIgnoreCase("members")) {
                if (compare.operator() != Operator.EQ) {
                    throw new ScimRefusal(Kind.INVALID_FILTER, "members are compared with eq only");
                }
                compare.value().string().flatMap(ScimRequest::id).ifPresent(people::add);
            }
        }
        return people;
    }

    @Override
    public List<Json> shown(Connection connection, List<GroupRow> groups, Projection projection) throws SQLException {
        if (!projection.shows("members")) {
            return groups.stream()
                    .map(group -> projection.of(resources.group(group, List.of())))
                    .toList();
        }
        List<GroupRow> fitting = fitting(connection, groups);
        Map<UUID, List<Membership>> members = MembershipTable.membersOf(
                connection, fitting.stream().map(GroupRow::id).toList());
        return fitting.stream()
                .map(group -> projection.of(resources.group(group, members.getOrDefault(group.id(), List.of()))))
                .toList();
    }

    private static List<GroupRow> fitting(Connection connection, List<GroupRow> groups) throws SQLException {
        Map<UUID, Integer> sizes = MembershipTable.sizes(
                connection, groups.stream().map(GroupRow::id).toList());
        int end = 0;
        int members = 0;
        while (end < groups.size()) {
            members += sizes.getOrDefault(groups.get(end).id(), 0);
            if (end > 0 && members > PAGE_MEMBERS_MAX) {
                break;
            }
            end++;
        }
        return groups.subList(0, end);
    }

    Answer create(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        Projection projection = request.projection();
        Json body = request.resource(ResourceJson.GROUP);
        GroupAttributes group = GroupAttributes.read(body);
        MembersChange members = MembersChange.whole(body);
        UUID id = UUID.randomUUID();
        return changes.run(request, change -> {
            requireFree(change, request.provider(), group.displayName());
            if (change.noMoreGroups()) {
                throw new ScimRefusal(Kind.FULL, "there are as many groups as this gateway holds");
            }
            MembersPlan plan = MembersPlan.of(members, change, request.provider(), id);
            change.record(
                    "group.create",
                    name(request, group),
                    "group " + id + plan.told(),
                    BeforeAfter.created(ToldAttributes.ofGroup(group.json(), "joined", plan.joining())));
            GroupTable.insert(change, request.provider(), id, group);
            plan.write(change, id);
            return resources.created(
                    listing.one(change.connection(), request, id, projection), ResourceJson.GROUPS + id);
        });
    }

    Answer replace(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        Json body = request.resource(ResourceJson.GROUP);
        Edited edited = new Edited(GroupAttributes.read(body), MembersChange.whole(body));
        Projection projection = request.projection();
        UUID id = request.id();
        return changes.run(request, change -> {
            edit(request, change, id, _ -> edited);
            return ScimAnswers.of(200, listing.one(change.connection(), request, id, projection));
        });
    }

    /** Answers without a body: nobody who adds one member wants to read 10,000. */
    Answer patch(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        List<PatchOperation> operations = PatchOperation.read(request.body());
        UUID id = request.id();
        return changes.run(request, change -> {
            edit(request, change, id, before -> patched(before, operations));
            return Answer.empty(204);
        });
    }

    private static Edited patched(GroupRow before, List<PatchOperation> operations) throws ScimRefusal {
        Json attributes = before.attributes();
        MembersChange members = MembersChange.NONE;
        for (PatchOperation operation : operations) {
            if (MembersChange.isAbout(operation)) {
                members = members.then(operation);
            } else {
                attributes = Patch.apply(operation, attributes, ResourceBody.BYTES_MAX);
            }
        }
        return new Edited(GroupAttributes.read(attributes), members);
    }

    private void edit(ScimRequest request, PeopleChange change, UUID id, Edit edit)
            throws SQLException, AuditUnavailableException, ScimRefusal {
        GroupRow before = listing.lock(change.connection(), request, id);
        Edited after = edit.of(before);
        MembersPlan plan = MembersPlan.of(after.members(), change, request.provider(), id);
        boolean same = after.attributes().json().equals(before.attributes());
        if (same && plan.isEmpty()) {
            return;
        }
        String name = after.attributes().displayName();
        if (!Folded.of(before.displayName()).equals(Folded.of(name))) {
            requireFree(change, request.provider(), name);
        }
        String renamed = before.displayName().equals(name) ? "" : "; was " + before.displayName();
        change.record(
                same ? "group.members" : "group.update",
                name(request, after.attributes()),
                "group " + id + renamed + plan.told(),
                BeforeAfter.changed(
                        ToldAttributes.ofGroup(before.attributes(), "leaving", plan.leaving()),
                        ToldAttributes.ofGroup(after.attributes().json(), "joined", plan.joining())));
        GroupTable.update(change, id, after.attributes());
        plan.write(change, id);
    }

    Answer delete(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        UUID id = request.id();
        return changes.run(request, change -> {
            GroupRow group = listing.lock(change.connection(), request, id);
            change.record(
                    "group.delete",
                    request.provider() + "/" + group.displayName(),
                    "group " + id,
                    BeforeAfter.deleted(ToldAttributes.ofGroup(group.attributes())));
            GroupTable.delete(change, id);
            return Answer.empty(204);
        });
    }

    private static void requireFree(PeopleChange change, String provider, String displayName)
            throws SQLException, ScimRefusal {
        if (GroupTable.named(change.connection(), provider, displayName).isPresent()) {
            throw new ScimRefusal(Kind.UNIQUENESS, "displayName already exists");
        }
    }

    private static String name(ScimRequest request, GroupAttributes group) {
        return request.provider() + "/" + group.displayName();
    }

    @Override
    public ScimRefusal notFound() {
        return new ScimRefusal(Kind.NOT_FOUND, "no such group");
    }
}
