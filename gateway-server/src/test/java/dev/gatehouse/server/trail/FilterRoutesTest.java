package dev.gatehouse.server.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.auth.role.Roles;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved searches of several people; record 1 is of bundle red and agent a, 2 of blue and b. */
class FilterRoutesTest {
    private final DataSource database = TestDatabase.shared().fresh();
    private final List<AuditEvent.Administered> recorded = new ArrayList<>();
    private final Administrator auditor = person("ann", new Assignment(Role.AUDITOR, Optional.empty()));
    private final Administrator owner = person("olga", Assignment.OWNER);
    private final Administrator admin = person("adam", new Assignment(Role.ADMIN, Optional.of(new BundleName("red"))));
    private List<AdminRoute> routes = List.of();
    private SubjectKeys keys;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws Exception {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        execute("INSERT INTO audit.event (gateway_id, epoch, seq, at, type, keep_days, subject, agent, bundle, body)"
                + " SELECT 'g', 1, n, '2026-11-20 12:00Z', 'call_attempted', 0, (ARRAY['a', 'b'])[n],"
                + " (ARRAY['a', 'b'])[n], (ARRAY['red', 'blue'])[n], '{}' FROM generate_series(1, 2) n");
        Receipt receipt = new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
        keys = NoKeys.open(folder, database);
        routes = new TrailRoutes(
                        new RecordedChange.Place(
                                database,
                                event -> {
                                    recorded.add((AuditEvent.Administered) event);
                                    return receipt;
                                },
                                Clocks.SYSTEM),
                        keys,
                        FieldClasses.PLAIN)
                .routes();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Administrator person(String name, Assignment role) {
        Person person = new Person(
                new PersonId(UUID.randomUUID()), "corp", name, Optional.empty(), Optional.empty(), true, Set.of());
        return new Administrator(name, Optional.of(person), new Roles(Set.of(role)), Set.of());
    }

    private Answer ask(Administrator by, Method method, String path, String query, String name) throws Exception {
        AdminRoute route = routes.stream()
                .filter(one -> one.method() == method && one.path().equals(path))
                .findFirst()
                .orElseThrow();
        return route.handler()
                .handle(
                        new Asked(by, Map.of("name", name), Form.parse(query), new Page(100, Optional.empty())),
                        Roles.OF_OWNER);
    }

    private int save(Administrator by, String name, String query) throws Exception {
        return ask(by, Method.PUT, "/audit/filters/{name}", query, name).status();
    }

    private String search(Administrator by, String query) throws Exception {
        return text(ask(by, Method.GET, "/audit/events", query, ""));
    }

    private String list(Administrator by) throws Exception {
        return text(ask(by, Method.GET, "/audit/filters", "", ""));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    @Test
    void a_filter_is_its_owners_until_it_is_shared_with_those_who_see_everything() throws Exception {
        assertThat(save(auditor, "mine", "agent=a")).isEqualTo(204);
        assertThat(list(auditor)).contains("mine");
        assertThat(list(owner)).doesNotContain("mine");
        assertThat(search(owner, "filter=mine")).contains("there is no filter of this name");
        assertThat(save(auditor, "mine", "agent=a&shared=true")).isEqualTo(204);
        assertThat(search(owner, "filter=mine")).contains("\"agent\":\"a\"").doesNotContain("\"agent\":\"b\"");
        assertThat(list(admin)).doesNotContain("mine");
        assertThat(search(admin, "filter=mine")).contains("there is no filter of this name");
        assertThat(ask(owner, Method.DELETE, "/audit/filters/{name}", "", "mine")
                        .status())
                .isEqualTo(404);
        assertThat(save(owner, "mine", "agent=b&shared=true")).isEqualTo(409);
        assertThat(save(owner, "mine", "agent=b")).isEqualTo(204);
        assertThat(search(owner, "filter=mine")).contains("\"agent\":\"b\"").doesNotContain("\"agent\":\"a\"");
    }

    @Test
    void a_filter_shows_nobody_more_than_they_may_see() throws Exception {
        assertThat(save(admin, "blues", "bundle=blue")).isEqualTo(204);
        assertThat(search(admin, "filter=blues")).contains("\"events\":[]");
    }

    @Test
    void what_else_is_asked_narrows_a_filter_and_never_changes_it() throws Exception {
        save(auditor, "calls", "type=call_attempted");
        assertThat(search(auditor, "filter=calls&agent=b"))
                .contains("\"agent\":\"b\"")
                .doesNotContain("\"agent\":\"a\"");
        assertThat(search(auditor, "filter=calls&type=call_attempted")).contains("\"agent\":\"a\"");
        assertThat(search(auditor, "filter=calls&type=administered")).contains("type=call_attempted", "?filter");
    }

    @Test
    void what_is_no_filter_is_told_when_it_is_saved_and_when_it_is_used() throws Exception {
        assertThat(save(auditor, "No Name", "agent=a")).isEqualTo(400);
        assertThat(save(auditor, "none", "")).isEqualTo(400);
        assertThat(save(auditor, "typo", "type=call_atempted")).isEqualTo(400);
        assertThat(save(auditor, "odd", "agent=a&shared=perhaps")).isEqualTo(400);
        save(auditor, "old", "agent=a");
        execute("UPDATE audit.saved_filter SET fields = '{\"colour\":\"red\"}'");
        assertThat(search(auditor, "filter=old")).contains("saved with field colour", "save it anew");
    }

    @Test
    void saving_and_deleting_are_recorded_with_what_it_was_and_is() throws Exception {
        save(auditor, "mine", "agent=a");
        save(auditor, "mine", "agent=b");
        ask(auditor, Method.DELETE, "/audit/filters/{name}", "", "mine");
        assertThat(recorded)
                .extracting(AuditEvent.Administered::action)
                .containsExactly("audit.filter.saved", "audit.filter.saved", "audit.filter.deleted");
        assertThat(recorded.get(1).change().before().orElseThrow().toString())
                .isEqualTo("{\"shared\":false,\"fields\":{\"agent\":\"a\"}}");
        assertThat(recorded.get(2).change().after()).isEmpty();
    }
}
