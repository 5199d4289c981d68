package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.PeopleChange;
import dev.gatehouse.auth.scim.filter.Filter;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** {@code /scim/v2/Users}: the people of one provider. */
final class Users implements Listing.Resources<UserRow> {
    /** A resource, and room for what a client sends with it that is not kept. */
    static final int REQUEST_BYTES_MAX = 4 * ResourceBody.BYTES_MAX;

    private static final int ATTRIBUTES_TOLD_MAX = 20;

    private final ScimChanges changes;
    private final ResourceJson resources;
    private final Listing<UserRow> listing;

    Users(DataSource database, ScimChanges changes, ResourceJson resources) {
        this.listing = new Listing<>(database, this);
        this.changes = changes;
        this.resources = resources;
    }

    @FunctionalInterface
    private interface Edit {
        UserAttributes of(UserRow before) throws ScimRefusal;
    }

    Answer list(ScimRequest request) throws SQLException, ScimRefusal {
        return listing.list(request);
    }

    Answer get(ScimRequest request) throws SQLException, ScimRefusal {
        return listing.get(request);
    }

    @Override
    public ResourceRows<UserRow> rows() {
        return UserTable.ROWS;
    }

    @Override
    public Narrowing narrowing(Filter filter) throws ScimRefusal {
        return Narrowing.ofUsers(filter);
    }

    @Override
    public Function<UserRow, Json> asked(Connection connection, Filter filter) throws ScimRefusal {
        if (filter.comparisons().anyMatch(compare -> compare.path().first().equalsIgnoreCase("groups"))) {
            throw new ScimRefusal(
                    Kind.INVALID_FILTER, "users cannot be asked for by groups; ask for groups by members");
        }
        return user -> resources.user(user, List.of());
    }

    @Override
    public List<Json> shown(Connection connection, List<UserRow> users, Projection projection) throws SQLException {
        Map<UUID, List<Membership>> groups = projection.shows("groups")
                ? MembershipTable.groupsOf(
                        connection, users.stream().map(UserRow::id).toList())
                : Map.of();
        return users.stream()
                .map(user -> projection.of(resources.user(user, groups.getOrDefault(user.id(), List.of()))))
                .toList();
    }

    Answer create(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        Projection projection = request.projection();
        UserAttributes user = UserAttributes.read(request.resource(ResourceJson.USER));
        UUID id = UUID.randomUUID();
        return changes.run(request, change -> {
            requireFree(change, request.provider(), user.userName());
            if (change.noMorePeople()) {
                throw new ScimRefusal(Kind.FULL, "there are as many people as this gateway holds");
            }
            change.record(
                    "user.create",
                    name(request, user),
                    "person " + id + (user.active() ? "" : ", inactive"),
                    BeforeAfter.created(ToldAttributes.ofUser(user.json())));
            UserTable.insert(change, request.provider(), id, user);
            return resources.created(
                    listing.one(change.connection(), request, id, projection), ResourceJson.USERS + id);
        });
    }

    /** Everything is as the body says; who is not said to be inactive is what they were. */
    Answer replace(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        Json body = request.resource(ResourceJson.USER);
        return edit(request, before -> UserAttributes.read(body, before.active()));
    }

    Answer patch(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        List<PatchOperation> operations = PatchOperation.read(request.body());
        return edit(request, before -> {
            Json after = before.attributes();
            for (PatchOperation operation : operations) {
                after = Patch.apply(operation, after, ResourceBody.BYTES_MAX);
            }
            return UserAttributes.read(after, before.active());
        });
    }

    private Answer edit(ScimRequest request, Edit edit) throws SQLException, AuditUnavailableException, ScimRefusal {
        Projection projection = request.projection();
        UUID id = request.id();
        return changes.run(request, change -> {
            UserRow before = listing.lock(change.connection(), request, id);
            UserAttributes after = edit.of(before);
            if (!before.provisioned() || !after.json().equals(before.attributes())) {
                if (!Folded.of(before.userName()).equals(Folded.of(after.userName()))) {
                    requireFree(change, request.provider(), after.userName());
                }
                record(change, request, before, after);
                UserTable.update(change, id, after);
            }
            return ScimAnswers.of(200, listing.one(change.connection(), request, id, projection));
        });
    }

    private static void record(PeopleChange change, ScimRequest request, UserRow before, UserAttributes after)
            throws AuditUnavailableException {
        String action = before.active() == after.active()
                ? "user.update"
                : after.active() ? "user.activate" : "user.deactivate";
        String changed = Stream.of(before.attributes(), after.json())
                .flatMap(attributes -> attributes.members().keySet().stream())
                .distinct()
                .filter(name ->
                        !before.attributes().member(name).equals(after.json().member(name)))
                .limit(ATTRIBUTES_TOLD_MAX)
                .collect(Collectors.joining(", "));
        String renamed = before.userName().equals(after.userName()) ? "" : "; was " + before.userName();
        change.record(
                action,
                name(request, after),
                "person " + before.id() + "; changed: " + changed + renamed,
                BeforeAfter.changed(ToldAttributes.ofUser(before.attributes()), ToldAttributes.ofUser(after.json())));
    }

    Answer delete(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        UUID id = request.id();
        return changes.run(request, change -> {
            UserRow user = listing.lock(change.connection(), request, id);
            change.record(
                    "user.delete",
                    request.provider() + "/" + user.userName(),
                    "person " + id,
                    BeforeAfter.deleted(ToldAttributes.ofUser(user.attributes())));
            UserTable.delete(change, id);
            return Answer.empty(204);
        });
    }

    private static void requireFree(PeopleChange change, String provider, String userName)
            throws SQLException, ScimRefusal {
        if (UserTable.named(change.connection(), provider, userName).isPresent()) {
            throw new ScimRefusal(Kind.UNIQUENESS, "userName already exists");
        }
    }

    private static String name(ScimRequest request, UserAttributes user) {
        return request.provider() + "/" + user.userName();
    }

    @Override
    public ScimRefusal notFound() {
        return new ScimRefusal(Kind.NOT_FOUND, "no such user");
    }
}
