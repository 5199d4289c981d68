package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.search.Rows.NOON;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrailUsageTest {
    private final Rows rows = new Rows();
    private final TrailUsage usage = new TrailUsage(new Reading(rows.database));

    @BeforeEach
    void aDay() throws SQLException {
        asked("c1", "bot", "red");
        ended("c1", "ok", 10);
        asked("c2", "bot", "red");
        ended("c2", "tool_error", 30);
        asked("c3", "other", "blue");
        rows.add(30, NOON, Map.of("type", "call_refused", "call_id", "c4", "agent", "bot", "bundle", "red"));
        rows.add(30, NOON, Map.of("type", "listed", "call_id", "c5", "agent", "bot", "bundle", "red"));
        rows.add(30, NOON.plusSeconds(100), Map.of("call_id", "c6", "agent", "bot", "bundle", "red"));
        execute(rows.database, "UPDATE audit.event SET round = 0");
        execute(rows.database, "UPDATE audit.event SET argument_bytes = 5 WHERE type = 'call_attempted'");
        execute(
                rows.database,
                "UPDATE audit.event SET result_bytes = 100, duration_us = detail::bigint WHERE type = 'call_completed'");
    }

    @Test
    void calls_are_summed_up_with_what_became_of_them() throws Exception {
        assertThat(usage.sum(Usage.By.AGENT, NOON, NOON.plusSeconds(60), Sight.EVERYTHING))
                .containsExactly(
                        new Usage("bot", 3, 1, 1, 210, Optional.of(10L), Optional.of(30L)),
                        new Usage("other", 1, 0, 0, 5, Optional.empty(), Optional.empty()));
        assertThat(usage.sum(Usage.By.USER, NOON, NOON.plusSeconds(60), Sight.EVERYTHING))
                .extracting(Usage::of, Usage::calls)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("", 4L));
    }

    @Test
    void who_sees_one_bundle_gets_the_sums_of_that() throws Exception {
        assertThat(usage.sum(Usage.By.BUNDLE, NOON, NOON.plusSeconds(60), Sight.of(Set.of("blue"))))
                .extracting(Usage::of)
                .containsExactly("blue");
        assertThat(usage.sum(Usage.By.TOOL, NOON, NOON, Sight.EVERYTHING)).isEmpty();
        assertThat(usage.sum(Usage.By.UPSTREAM, NOON, NOON.plusSeconds(200), Sight.EVERYTHING))
                .extracting(Usage::calls)
                .containsExactly(5L);
    }

    private void asked(String call, String agent, String bundle) throws SQLException {
        rows.add(30, NOON, Map.of("call_id", call, "agent", agent, "bundle", bundle));
    }

    private void ended(String call, String outcome, int micros) throws SQLException {
        rows.add(
                30,
                NOON,
                Map.of(
                        "type",
                        "call_completed",
                        "call_id",
                        call,
                        "outcome",
                        outcome,
                        "detail",
                        Integer.toString(micros)));
    }
}
