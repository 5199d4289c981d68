package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.database.Transaction;
import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.PeopleChange;
import dev.gatehouse.auth.scim.filter.Filter;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.auth.scim.patch.Patch;
import dev.gatehouse.auth.scim.patch.PatchOperation;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** {@code /scim/v2/Users}: the people of one provider. */
final class Users {
    /** A resource, and room for what a client sends with it that is not kept. */
    static final int REQUEST_BYTES_MAX = 4 * ResourceBody.BYTES_MAX;

    private static final int ATTRIBUTES_TOLD_MAX = 20;

    private final DataSource database;
    private final ScimChanges changes;
    private final ResourceJson resources;

    Users(DataSource database, ScimChanges changes, ResourceJson resources) {
        this.database = database;
        this.changes = changes;
        this.resources = resources;
    }

    @FunctionalInterface
    private interface Edit {
        UserAttributes of(UserRow before) throws ScimRefusal;
    }

    Answer list(ScimRequest request) throws SQLException, ScimRefusal {
        Page page = request.page();
        Projection projection = request.projection();
        Optional<Filter> filter = request.filter();
        return Transaction.<Answer, ScimRefusal>run(database, connection -> {
            if (filter.isPresent()) {
                return filtered(connection, request, filter.get(), page, projection);
            }
            long total = UserTable.ROWS.count(connection, request.provider());
            List<UserRow> rows = UserTable.ROWS.page(connection, request.provider(), page);
            return ScimAnswers.list(total, page.startIndex(), shown(connection, rows, projection));
        });
    }

    private Answer filtered(Connection connection, ScimRequest request, Filter filter, Page page, Projection projection)
            throws SQLException, ScimRefusal {
        if (filter.comparisons().anyMatch(compare -> compare.path().first().equalsIgnoreCase("groups"))) {
            throw new ScimRefusal(
                    Kind.INVALID_FILTER, "users cannot be asked for by groups; ask for groups by members");
        }
        Candidates<UserRow> candidates = new Candidates<>(filter, user -> resources.user(user, List.of()), page);
        UserTable.ROWS.scan(connection, request.provider(), Narrowing.ofUsers(filter), candidates);
        return ScimAnswers.list(
                candidates.total(), page.startIndex(), shown(connection, candidates.kept(), projection));
    }

    private List<Json> shown(Connection connection, List<UserRow> users, Projection projection) throws SQLException {
        Map<UUID, List<Membership>> groups = projection.shows("groups")
                ? MembershipTable.groupsOf(
                        connection, users.stream().map(UserRow::id).toList())
                : Map.of();
        return users.stream()
                .map(user -> projection.of(resources.user(user, groups.getOrDefault(user.id(), List.of()))))
                .toList();
    }

    Answer get(ScimRequest request) throws SQLException, ScimRefusal {
        Projection projection = request.projection();
        UUID id = request.id();
        return Transaction.<Answer, ScimRefusal>run(database, connection -> {
            UserRow user =
                    UserTable.ROWS.find(connection, request.provider(), id).orElseThrow(Users::notFound);
            return ScimAnswers.of(
                    200, shown(connection, List.of(user), projection).getFirst());
        });
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
            change.record("user.create", name(request, user), "person " + id + (user.active() ? "" : ", inactive"));
            UserTable.insert(change, request.provider(), id, user);
            return resources.created(written(change, request, id, projection), ResourceJson.USERS + id);
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
            UserRow before = UserTable.ROWS
                    .lock(change.connection(), request.provider(), id)
                    .orElseThrow(Users::notFound);
            UserAttributes after = edit.of(before);
            if (!before.provisioned() || !after.json().equals(before.attributes())) {
                if (!Folded.of(before.userName()).equals(Folded.of(after.userName()))) {
                    requireFree(change, request.provider(), after.userName());
                }
                record(change, request, before, after);
                UserTable.update(change, id, after);
            }
            return ScimAnswers.of(200, written(change, request, id, projection));
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
        change.record(action, name(request, after), "person " + before.id() + "; changed: " + changed + renamed);
    }

    Answer delete(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal {
        UUID id = request.id();
        return changes.run(request, change -> {
            UserRow user = UserTable.ROWS
                    .lock(change.connection(), request.provider(), id)
                    .orElseThrow(Users::notFound);
            change.record("user.delete", request.provider() + "/" + user.userName(), "person " + id);
            UserTable.delete(change, id);
            return Answer.empty(204);
        });
    }

    private Json written(PeopleChange change, ScimRequest request, UUID id, Projection projection)
            throws SQLException, ScimRefusal {
        UserRow user =
                UserTable.ROWS.find(change.connection(), request.provider(), id).orElseThrow(Users::notFound);
        return shown(change.connection(), List.of(user), projection).getFirst();
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

    private static ScimRefusal notFound() {
        return new ScimRefusal(Kind.NOT_FOUND, "no such user");
    }
}
