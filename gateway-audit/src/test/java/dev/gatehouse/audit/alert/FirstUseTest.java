package dev.gatehouse.audit.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Whether a use is new, the trail says. */
class FirstUseTest {
    private static final Duration QUIET = Duration.ofDays(30);

    private final DataSource database =
            ShipFixture.migrated(TestDatabase.shared().fresh());
    private final AlertRule rule =
            new AlertRule("firstUse", Severity.INFO, Set.of(), new AlertCheck.FirstUse(QUIET), "first");
    private int seq;

    /** As with a keyed hash of it in records of later. */
    private static List<String> forms(String name) {
        return List.of(name, "hmac-" + name);
    }

    private void used(String agent, String tool, Duration ago) {
        ShipFixture.execute(
                database,
                "INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, body, type, subject, agent, tool,"
                        + " virtual_server) VALUES ('g', 1, " + ++seq + ", '" + AlertWorld.NOON.minus(ago)
                        + "', 0, '{}', 'call_attempted', '" + agent + "', '" + agent + "', '" + tool + "', 'main')");
    }

    private List<String> isNew(String agent, String tool) throws SQLException {
        TrailQuestions questions = new TrailQuestions(database, FirstUseTest::forms);
        assertThat(questions.ask(new FirstUse(rule, agent, "main", tool, AlertWorld.NOON, QUIET, "text")))
                .isTrue();
        List<String> out = new ArrayList<>();
        questions.answer(use -> out.add(use.key()), () -> out.add("unanswerable"));
        return out;
    }

    @Test
    void a_tool_that_a_known_agent_has_not_used_for_a_month_is_new() throws SQLException {
        used("robot", "echo", Duration.ofDays(40));
        used("robot", "other", Duration.ofDays(1));
        used("novice", "echo", Duration.ofDays(2));
        used("robot", "late", Duration.ZERO);
        assertThat(isNew("robot", "echo")).containsExactly("agent robot, tool echo of main");
        assertThat(isNew("robot", "never")).hasSize(1);
        assertThat(isNew("robot", "other")).as("used yesterday").isEmpty();
        assertThat(isNew("novice", "never"))
                .as("everything is new to one of two days")
                .isEmpty();
        assertThat(isNew("stranger", "never")).isEmpty();
    }

    @Test
    void a_use_that_is_recorded_under_another_form_of_the_name_is_one() throws SQLException {
        used("robot", "echo", Duration.ofDays(40));
        used("hmac-robot", "other", Duration.ofDays(1));
        assertThat(isNew("robot", "other")).as("used yesterday").isEmpty();
        assertThat(isNew("robot", "never")).hasSize(1);
    }

    @Test
    void while_the_database_is_away_questions_wait() throws SQLException {
        TrailQuestions questions = new TrailQuestions(database, FirstUseTest::forms);
        used("robot", "other", Duration.ofDays(40));
        Instant now = AlertWorld.NOON;
        assertThat(questions.ask(new FirstUse(rule, "robot", "main", "new", now, QUIET, "text")))
                .isTrue();
        ShipFixture.execute(database, "ALTER TABLE audit.event RENAME TO gone");
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> questions.answer(_ -> {}, () -> {}));
        ShipFixture.execute(database, "ALTER TABLE audit.gone RENAME TO event");
        List<String> out = new ArrayList<>();
        questions.answer(use -> out.add(use.tool()), () -> {});
        assertThat(out).containsExactly("new");
    }
}
