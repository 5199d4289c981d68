package dev.gatehouse.server.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each role at each question. Record 1 and call c1 are of bundle red, 2 and c2 of blue, 3 of none; each keeps a payload. */
class TrailAccessTest {
    private static final DataSource DATABASE = TestDatabase.shared().fresh();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SESSION = "5e55104e5e55104e5e55104e5e55104e";

    private final List<AuditEvent.Administered> recorded = new ArrayList<>();
    private boolean full;
    private SubjectKeys keys;

    @TempDir
    private Path folder;

    private List<AdminRoute> routes = List.of();

    @BeforeAll
    static void record() throws SQLException {
        Flyway.configure()
                .dataSource(DATABASE)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO audit.event (gateway_id, epoch, seq, at, type, keep_days, call_id, bundle,"
                    + " trace_parent, body, payload)"
                    + " SELECT 'g', 1, n, '2026-11-20 12:00Z'::timestamptz + n * '1 s'::interval, 'call_attempted', 0,"
                    + " 'c' || n, (ARRAY['red', 'blue'])[n], '00-" + TRACE + "-b7ad6b7169203331-01', '{\"v\":1}',"
                    + " convert_to('{\"secret\":' || n || '}', 'UTF8') FROM generate_series(1, 3) n");
            // Before all else, so that nobody who looks for a time finds it.
            statement.execute("INSERT INTO audit.event (gateway_id, epoch, seq, at, type, keep_days, call_id, bundle,"
                    + " session, body) SELECT 'g', 0, n, '2020-01-01 12:00Z'::timestamptz + n * '1 s'::interval, type, 0, call,"
                    + " bundle, session, '{\"v\":1}' FROM (VALUES (1, 'session_opened', 's1', 'blue', '" + SESSION
                    + "'),"
                    + " (2, 'call_attempted', 's2', 'blue', '" + SESSION
                    + "'), (3, 'call_completed', 's2', 'blue', NULL),"
                    + " (4, 'session_ended', NULL, NULL, '" + SESSION + "')) AS v (n, type, call, bundle, session)");
        }
    }

    @BeforeEach
    void serve() throws IOException {
        Receipt receipt = new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) throws AuditUnavailableException {
                if (full) {
                    throw new AuditUnavailableException("no space left");
                }
            }
        };
        AuditJournal journal = event -> {
            recorded.add((AuditEvent.Administered) event);
            return receipt;
        };
        keys = NoKeys.open(folder, DATABASE);
        routes = new TrailRoutes(new RecordedChange.Place(DATABASE, journal, Clocks.SYSTEM), keys, FieldClasses.PLAIN)
                .routes();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private static Administrator caller(String who) {
        BundleName red = new BundleName("red");
        return switch (who) {
            case "machine" -> new Administrator("machine", Optional.empty(), Roles.OF_OWNER, Set.of());
            case "owner" -> person(Assignment.OWNER);
            case "auditor" -> person(auditor());
            case "admin" -> person(new Assignment(Role.ADMIN, Optional.of(red)));
            case "approver" -> person(new Assignment(Role.APPROVER, Optional.of(red)));
            case "granted" -> person(Assignment.OWNER, auditor());
            default -> person();
        };
    }

    private static Assignment auditor() {
        return new Assignment(Role.AUDITOR, Optional.empty());
    }

    private static Administrator person(Assignment... roles) {
        Person person = new Person(
                new PersonId(UUID.randomUUID()), "corp", "ann", Optional.empty(), Optional.empty(), true, Set.of());
        return new Administrator("ann", Optional.of(person), new Roles(Set.of(roles)), Set.of());
    }

    private Answer ask(String who, String path, String query, Map<String, String> variables) throws Exception {
        AdminRoute route = routes.stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow();
        Form form = Form.parse(query);
        // No body is read on these routes.
        return route.handler()
                .handle(new Asked(caller(who), variables, form, new Page(100, Optional.empty())), Roles.OF_OWNER);
    }

    private Answer event(String who, int seq, String query) throws Exception {
        return ask(
                who,
                "/audit/events/{gateway}/{epoch}/{seq}",
                query,
                Map.of("gateway", "g", "epoch", "1", "seq", Integer.toString(seq)));
    }

    @ParameterizedTest
    @CsvSource({
        "machine, 3, 200 200 200, 200 200 200",
        "owner, 3, 200 200 200, 403 403 403",
        "auditor, 3, 200 200 200, 200 200 200",
        "granted, 3, 200 200 200, 200 200 200",
        "admin, 1, 200 404 404, 403 404 404",
        "approver, 0, 404 404 404, 404 404 404",
        "member, 0, 404 404 404, 404 404 404"
    })
    void each_role_reads_what_is_its_own(String who, int found, String metadata, String payloads) throws Exception {
        assertThat(elements(ask(who, "/audit/events", "from=2026-01-01T00:00:00Z", Map.of()), "events"))
                .hasSize(found);
        for (int seq = 1; seq <= 3; seq++) {
            int plain = Integer.parseInt(metadata.split(" ")[seq - 1]);
            int whole = Integer.parseInt(payloads.split(" ")[seq - 1]);
            assertThat(event(who, seq, "").status()).isEqualTo(plain);
            assertThat(event(who, seq, "payload=true").status()).isEqualTo(whole);
            if (seq < 3) {
                Map<String, String> call = Map.of("call", "c" + seq);
                assertThat(ask(who, "/audit/calls/{call}", "", call).status()).isEqualTo(plain);
                assertThat(ask(who, "/audit/calls/{call}", "payload=true", call).status())
                        .isEqualTo(whole);
            }
        }
        Answer trace = ask(who, "/audit/traces/{trace}", "", Map.of("trace", TRACE));
        assertThat(trace.status()).isEqualTo(found == 0 ? 404 : 200);
        assertThat(elements(
                        ask(
                                who,
                                "/audit/usage",
                                "by=bundle&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z",
                                Map.of()),
                        "usage"))
                .hasSize(found);
    }

    @Test
    void what_is_hidden_is_answered_like_what_is_not_there() throws Exception {
        for (String query : List.of("", "payload=true")) {
            assertThat(event("admin", 2, query).body())
                    .isEqualTo(event("admin", 99, query).body());
            assertThat(event("admin", 2, query).body())
                    .isEqualTo(event("auditor", 99, query).body());
        }
    }

    @Test
    void a_payload_is_given_out_after_it_was_recorded_who_reads_which() throws Exception {
        assertThat(json(event("auditor", 2, "payload=true")).text("payload")).contains("{\"secret\":2}");
        assertThat(recorded)
                .filteredOn(event -> event.action().equals("audit.payload"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.actor()).isEqualTo("ann");
                    assertThat(event.object()).isEqualTo("g/1/2");
                    assertThat(event.detail()).isEqualTo("g/1/2");
                });
    }

    @Test
    void without_being_asked_for_no_payload_is_given_out_and_none_is_recorded() throws Exception {
        assertThat(new String(event("auditor", 2, "").body(), UTF_8))
                .contains("call_attempted", "\"keptBytes\":12")
                .doesNotContain("secret");
        assertThat(recorded).extracting(AuditEvent.Administered::action).containsExactly("audit.show");
    }

    @Test
    void what_cannot_be_recorded_is_not_given_out() {
        full = true;
        assertThatThrownBy(() -> event("auditor", 2, "payload=true")).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(() -> ask("auditor", "/audit/calls/{call}", "payload=true", Map.of("call", "c2")))
                .isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void a_search_is_recorded_with_what_was_asked() throws Exception {
        ask("admin", "/audit/events", "agent=bot&from=2026-11-20T00:00:00Z", Map.of());
        assertThat(recorded).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("audit.search");
            assertThat(event.object()).isEqualTo("agent=bot from=2026-11-20T00:00:00Z");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, ?from",
        "to=%2B99999999-01-01T00:00:00Z, ?to",
        "type=call_complete, ?type",
        "trace=xyz, ?trace"
    })
    void what_is_malformed_is_refused_with_its_place(String query, String place) throws Exception {
        Answer answer = ask("auditor", "/audit/events", query, Map.of());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).text("place")).contains(place);
        assertThat(recorded).isEmpty();
    }

    @Test
    void what_takes_too_long_is_told_as_that_and_other_failures_are_not() throws Exception {
        Asked asked = new Asked(caller("auditor"), Map.of(), Form.parse(""), new Page(1, Optional.empty()));
        Answer late = TrailRoutes.bounded(_ -> {
                    throw new SQLException("canceling statement", "57014");
                })
                .handle(asked);
        assertThat(late.status()).isEqualTo(422);
        assertThat(new String(late.body(), UTF_8)).contains("it took too long");
        assertThatThrownBy(() -> TrailRoutes.bounded(_ -> {
                            throw new SQLException("gone", "08006");
                        })
                        .handle(asked))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void a_tail_begins_now_and_follows_what_is_seen() throws Exception {
        String after =
                json(ask("auditor", "/audit/tail", "", Map.of())).text("after").orElse("none");
        assertThat(elements(ask("auditor", "/audit/tail", "after=" + after, Map.of()), "events"))
                .isEmpty();
        for (String bad : List.of("after=%2B%2B", "after=YQ", "wait=11", "wait=x")) {
            assertThat(ask("auditor", "/audit/tail", bad, Map.of()).status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_trace_is_a_tree_of_steps_and_calls() throws Exception {
        Json tree = json(ask("auditor", "/audit/traces/{trace}", "", Map.of("trace", TRACE)));
        Json step = tree.member("steps").orElseThrow().elements().getFirst();
        assertThat(step.text("span")).contains("b7ad6b7169203331");
        assertThat(step.member("calls").orElseThrow().elements())
                .extracting(call -> call.text("call").orElse(""))
                .containsExactly("c1", "c2", "c3");
    }

    @Test
    void a_session_is_a_tree_with_a_beginning_and_an_end() throws Exception {
        Json tree = json(ask("auditor", "/audit/sessions/{session}", "", Map.of("session", SESSION)));
        assertThat(tree.member("life").orElseThrow().elements())
                .extracting(event -> event.text("type").orElse(""))
                .containsExactly("session_opened", "session_ended");
        Json step = tree.member("steps").orElseThrow().elements().getFirst();
        assertThat(step.text("span")).contains("");
        assertThat(step.member("calls")
                        .orElseThrow()
                        .elements()
                        .getFirst()
                        .member("events")
                        .orElseThrow()
                        .elements())
                .extracting(event -> event.text("type").orElse(""))
                .containsExactly("call_attempted", "call_completed");
        for (String who : List.of("admin", "member")) {
            assertThat(ask(who, "/audit/sessions/{session}", "", Map.of("session", SESSION))
                            .status())
                    .as(who)
                    .isEqualTo(404);
        }
        assertThat(ask("auditor", "/audit/sessions/{session}", "", Map.of("session", "0".repeat(32)))
                        .status())
                .isEqualTo(404);
    }

    private static Json json(Answer answer) throws JsonSyntaxException {
        return Json.read(answer.body());
    }

    private static List<Json> elements(Answer answer, String list) throws JsonSyntaxException {
        return json(answer).member(list).map(Json::elements).orElse(List.of());
    }
}
