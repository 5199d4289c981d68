package dev.gatehouse.server.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
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
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each role at each report. Call c1 was refused in bundle red, c2 in blue. */
class ReportRoutesTest {
    private static final DataSource DATABASE = TestDatabase.shared().fresh();
    private static final String PERIOD = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";

    private final List<AuditEvent.Administered> recorded = new ArrayList<>();
    private boolean full;
    private AdminRoute route;

    @BeforeAll
    static void record() throws Exception {
        Flyway.configure()
                .dataSource(DATABASE)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        BlockHeader header = new BlockHeader(
                "g",
                1,
                1,
                BlockHeader.NO_PREVIOUS,
                new Position(1, 1),
                new Position(1, 2),
                List.of(),
                1_763_600_000_000_000_000L,
                "k");
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement block = connection.prepareStatement("INSERT INTO audit.block (gateway_id, epoch, seq,"
                        + " wall_ns, mono_ns, header, signature) VALUES ('g', 1, 3, 0, 0, ?, '')")) {
            statement.execute("INSERT INTO audit.event (gateway_id, epoch, seq, at, type, keep_days, call_id, bundle,"
                    + " decision, reasons, body) SELECT 'g', 1, n, '2026-11-20 12:00Z', 'call_refused', 0, 'c' || n,"
                    + " (ARRAY['red', 'blue'])[n], 'denied', 'x', convert_to('{\"reason\":\"no\",\"findings\":["
                    + "{\"stage\":\"p[0]\",\"decision\":\"deny\",\"reason\":\"no\"}]}', 'UTF8')"
                    + " FROM generate_series(1, 2) n");
            block.setBytes(1, header.bytes());
            block.executeUpdate();
        }
    }

    @BeforeEach
    void serve() {
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
        RecordedChange.Place place = new RecordedChange.Place(DATABASE, journal, Clocks.SYSTEM);
        route = new ReportRoutes(place, () -> "rev", Path.of("no-such-file"), List.of())
                .routes()
                .getFirst();
    }

    private static Administrator caller(String who) {
        return switch (who) {
            case "machine" -> new Administrator("machine", Optional.empty(), Roles.OF_OWNER, Set.of());
            case "owner" -> person(Assignment.OWNER);
            case "auditor" -> person(new Assignment(Role.AUDITOR, Optional.empty()));
            default -> person(new Assignment(Role.ADMIN, Optional.of(new BundleName("red"))));
        };
    }

    private static Administrator person(Assignment role) {
        Person person = new Person(
                new PersonId(UUID.randomUUID()), "corp", "ann", Optional.empty(), Optional.empty(), true, Set.of());
        return new Administrator("ann", Optional.of(person), new Roles(Set.of(role)), Set.of());
    }

    private Answer ask(String who, String report, String query) throws Exception {
        return route.handler()
                .handle(
                        new Asked(
                                caller(who),
                                Map.of("name", report),
                                Form.parse(query),
                                new Page(100, Optional.empty())),
                        Roles.OF_OWNER);
    }

    private List<String> bundles(String who, String query) throws Exception {
        Answer answer = ask(who, "policy", PERIOD + query);
        assertThat(answer.status()).isEqualTo(200);
        return Json.read(answer.body()).member("sections").orElseThrow().elements().stream()
                .filter(section -> section.text("name").orElse("").equals("rules"))
                .flatMap(section -> section.member("rows").orElseThrow().elements().stream())
                .map(row -> row.member("cells")
                        .orElseThrow()
                        .elements()
                        .get(2)
                        .string()
                        .orElseThrow())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "machine, 200, 200, 200, 200, 200",
        "owner, 200, 200, 200, 200, 200",
        "auditor, 200, 200, 200, 200, 200",
        "admin, 200, 200, 403, 403, 403"
    })
    void each_role_gets_the_reports_that_are_its_own(
            String who, int access, int policy, int approvals, int changes, int retention) throws Exception {
        assertThat(ask(who, "access-review", "").status()).isEqualTo(access);
        assertThat(ask(who, "policy", "").status()).isEqualTo(policy);
        assertThat(ask(who, "approvals", "").status()).isEqualTo(approvals);
        assertThat(ask(who, "changes", "").status()).isEqualTo(changes);
        assertThat(ask(who, "retention", "").status()).isEqualTo(retention);
    }

    @Test
    void an_admin_of_a_bundle_finds_that_and_asking_for_another_shows_none() throws Exception {
        assertThat(bundles("auditor", "")).containsExactly("blue", "red");
        assertThat(bundles("admin", "")).containsExactly("red");
        assertThat(bundles("admin", "&bundle=blue")).isEmpty();
        assertThat(bundles("auditor", "&bundle=blue")).containsExactly("blue");
    }

    @Test
    void a_report_that_cannot_be_recorded_is_not_given_out() {
        full = true;
        assertThatThrownBy(() -> ask("auditor", "policy", PERIOD)).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void making_one_is_recorded_with_its_command_and_digest() throws Exception {
        Json report = Json.read(ask("auditor", "policy", PERIOD).body());
        assertThat(recorded).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("audit.report");
            assertThat(event.object())
                    .isEqualTo("gatehouse audit report policy --from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z"
                            + " --through g/1/2 --config gatehouse.yaml");
            assertThat(event.detail())
                    .isEqualTo("sha256:" + report.text("sha256").orElseThrow());
        });
    }

    @Test
    void a_trail_whose_keys_are_not_here_cannot_be_verified_and_that_is_told() throws Exception {
        Answer answer = ask("auditor", "integrity", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(new String(answer.body(), UTF_8)).contains("no-such-file", "audit.pub");
    }

    @Test
    void pages_and_tables_are_files_and_load_nothing() throws Exception {
        Answer page = ask("auditor", "policy", PERIOD + "&format=html");
        assertThat(page.headers().toString())
                .contains("text/html", "default-src 'none'", "no-store", "gatehouse-policy.html");
        assertThat(ask("auditor", "policy", PERIOD + "&format=csv").headers().toString())
                .contains("text/csv", "gatehouse-policy.csv");
        assertThat(ask("auditor", "policy", "format=pdf").status()).isEqualTo(400);
    }
}
