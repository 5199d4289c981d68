package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordIndexTest {
    private static final String INDEXES = "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%words' ORDER BY 1";

    private final DataSource database =
            ShipFixture.migrated(TestDatabase.shared().fresh());
    private final TrailSearch search = new TrailSearch(new Reading(database));

    /** A day that is over, one that is over and holds no payload, and today. */
    @BeforeEach
    void record() {
        execute(database, "SELECT audit.make_keep(30)");
        for (String day : List.of("DATE '2026-01-10'", "DATE '2026-01-11'", "(now() AT TIME ZONE 'UTC')::date")) {
            execute(database, "SELECT audit.make_day(30, " + day + ")");
        }
        add(1, "'2026-01-10 12:00Z'", "'{\"to\":\"ann@example.com\",\"body\":\"the quarterly figures\"}'");
        add(2, "'2026-01-10 13:00Z'", "'{\"body\":\"figures of Zürich\\nsecond line, \\u0041pril\"}'");
        add(3, "'2026-01-11 12:00Z'", "NULL");
        add(4, "now()", "'{\"body\":\"figures of today\"}'");
        execute(
                database,
                "INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, type, body, payload)"
                        + " VALUES ('g', 1, 5, '2026-01-10 14:00Z', 30, 'listed', '{}', '\\xff00')");
    }

    private void add(int seq, String at, String payload) {
        execute(
                database,
                "INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, type, body, payload) VALUES ('g', 1, "
                        + seq + ", " + at + ", 30, 'listed', '{}', convert_to(" + payload + ", 'UTF8'))");
    }

    private List<Long> found(String words) throws Exception {
        TrailQuery query =
                new TrailQuery(Map.of(Field.TEXT, words), Optional.empty(), Optional.empty(), Sight.EVERYTHING);
        return search.page(query, Optional.empty(), 100).events().stream()
                .map(FoundEvent::seq)
                .toList();
    }

    private void assertFound() throws Exception {
        assertThat(found("figures")).containsExactly(4L, 2L, 1L);
        assertThat(found("FIGURES zürich")).containsExactly(2L);
        assertThat(found("second april")).containsExactly(2L);
        assertThat(found("\"quarterly figures\"")).containsExactly(1L);
        assertThat(found("\"figures quarterly\"")).isEmpty();
        assertThat(found("figures -today -zürich")).containsExactly(1L);
        assertThat(found("zürich or today")).containsExactly(4L, 2L);
        assertThat(found("ann@example.com")).containsExactly(1L);
        assertThat(found("'; DROP TABLE audit.event; --")).isEmpty();
    }

    @Test
    void words_are_found_with_an_index_and_without_one() throws Exception {
        assertFound();
        assertThat(WordIndex.look(database)).isEqualTo(1);
        assertThat(strings(database, INDEXES)).containsExactly("event_30_20260110_words");
        assertFound();
        assertThat(WordIndex.look(database)).as("all are made").isZero();
    }

    @Test
    void a_search_uses_the_index_of_a_day_that_is_over() throws Exception {
        execute(
                database,
                "INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, type, body, payload) SELECT 'g', 2, n,"
                        + " '2026-01-10 15:00Z', 30, 'listed', '{}', '{\"n\":1}' FROM generate_series(1, 500) n");
        WordIndex.look(database);
        execute(database, "ANALYZE audit.event");
        assertThat(String.join(
                        "\n",
                        strings(
                                database,
                                "EXPLAIN SELECT seq FROM audit.event WHERE keep_days = 30 AND at >= '2026-01-10Z'"
                                        + " AND at < '2026-01-11Z' AND "
                                        + Field.TEXT.condition().replace("?", "'figures'"))))
                .contains("event_30_20260110_words");
    }

    @Test
    void an_index_that_was_not_finished_is_made_anew() throws Exception {
        WordIndex.look(database);
        execute(
                database,
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'audit.event_30_20260110_words'::regclass");
        assertThat(WordIndex.look(database)).isEqualTo(1);
        assertFound();
    }

    @Test
    void an_index_goes_with_its_day() throws Exception {
        WordIndex.look(database);
        execute(database, "SELECT audit.drop_day(30, DATE '2026-01-10', NULL)");
        assertThat(strings(database, INDEXES)).isEmpty();
    }
}
