package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.search.Rows.NOON;
import static dev.gatehouse.audit.search.Rows.by;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailSearchTest {
    private static final int ENOUGH = 1_000;

    @TempDir
    Path directory;

    /** What events of an ordinary day hold, under each field, and how many of them hold it. */
    private static Map<Field, Map.Entry<String, Integer>> held() {
        return Map.ofEntries(
                Map.entry(Field.TYPE, Map.entry("listed", 1)),
                Map.entry(Field.AGENT, Map.entry("release-bot", 3)),
                Map.entry(Field.SUBJECT, Map.entry("release-bot", 7)),
                Map.entry(Field.OWNER, Map.entry("alice@example.com", 3)),
                Map.entry(Field.BUNDLE, Map.entry("engineering", 6)),
                Map.entry(Field.SERVER, Map.entry("engineering", 4)),
                Map.entry(Field.UPSTREAM, Map.entry("files", 4)),
                Map.entry(Field.TOOL, Map.entry("files_read_file", 3)),
                Map.entry(Field.UPSTREAM_TOOL, Map.entry("read_file", 3)),
                Map.entry(Field.METHOD, Map.entry("tools/call", 7)),
                Map.entry(Field.DECISION, Map.entry("rejected", 2)),
                Map.entry(Field.OUTCOME, Map.entry("unknown_crash", 1)),
                Map.entry(Field.CALL, Map.entry("c2", 2)),
                Map.entry(Field.TRACE, Map.entry("0af7651916cd43dd8448eb211c80319c", 3)),
                Map.entry(Field.SESSION, Map.entry("5e55104e5e55104e5e55104e5e55104e", 3)),
                Map.entry(Field.TEXT, Map.entry("path hosts", 1)),
                Map.entry(Field.PEER, Map.entry("192.0.2.9", 2)));
    }

    @Test
    void each_field_finds_what_has_it_and_nothing_else() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        TrailSearch search = new TrailSearch(new Reading(database));
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = AuditShipper.start(spool, database, ShipFixture.HURRIED, Clocks.SYSTEM)) {
            for (AuditEvent event : Events.oneOfEach()) {
                spool.append(event).awaitDurable(SOON);
            }
            until("all is shipped", () -> spool.stats().unshippedRecords() == 0);
            for (Field field : Field.values()) {
                Map.Entry<String, Integer> wanted = Optional.ofNullable(held().get(field))
                        .orElse(Map.entry(spool.gatewayId(), Events.oneOfEach().size() + 1));
                assertThat(found(search, by(field, wanted.getKey())))
                        .as("%s = %s", field.label(), wanted.getKey())
                        .hasSize(wanted.getValue());
                assertThat(found(search, by(field, wanted.getKey() + "x")))
                        .as("%s = %sx", field.label(), wanted.getKey())
                        .isEmpty();
            }
        }
    }

    @Test
    void the_newest_come_first_and_the_time_is_from_one_moment_to_before_another() throws Exception {
        Rows rows = new Rows();
        long first = rows.add(30, NOON, Map.of());
        long second = rows.add(400, NOON.plusSeconds(86_400), Map.of());
        long third = rows.add(0, NOON.plusSeconds(1), Map.of());
        TrailSearch search = new TrailSearch(new Reading(rows.database));
        assertThat(found(search, Rows.all(Sight.EVERYTHING)))
                .extracting(FoundEvent::seq)
                .containsExactly(second, third, first);
        TrailQuery window =
                new TrailQuery(Map.of(), Optional.of(NOON), Optional.of(NOON.plusSeconds(86_400)), Sight.EVERYTHING);
        assertThat(found(search, window)).extracting(FoundEvent::seq).containsExactly(third, first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE audit.event; --",
                "\\' OR 1=1",
                "%",
                "_",
                "*",
                "$1",
                "?",
                "{}",
                "null",
                "a\u0000b",
                "\uD83D\uDE00 漢字",
                "half \uD83D",
                "\u202e",
                "two\nlines"
            })
    void a_value_is_nothing_but_a_value(String hostile) throws Exception {
        Rows rows = new Rows();
        long ordinary = rows.add(30, NOON, Map.of("tool", "echo", "subject", "s", "agent", "s"));
        TrailSearch search = new TrailSearch(new Reading(rows.database));
        for (Field field : Field.values()) {
            assertThat(found(search, by(field, hostile))).as(field.label()).isEmpty();
        }
        assertThat(search.call(hostile, Sight.EVERYTHING)).isEmpty();
        assertThat(search.trace(hostile, Sight.EVERYTHING)).isEmpty();
        assertThat(search.at(hostile, new Position(1, 1), Sight.EVERYTHING)).isEmpty();
        assertThat(found(search, Rows.all(Sight.of(Set.of(hostile))))).isEmpty();
        assertThat(found(search, Rows.all(Sight.of(Set.of(hostile, "other"))))).isEmpty();
        assertThat(found(search, by(Field.TOOL, "echo")))
                .extracting(FoundEvent::seq)
                .containsExactly(ordinary);
    }

    @Test
    void what_holds_a_strange_value_is_found_by_it() throws Exception {
        Rows rows = new Rows();
        long strange = rows.add(30, NOON, Map.of("tool", "'; -- % \uFFFD"));
        rows.add(30, NOON, Map.of("tool", "'; -- x \uFFFD"));
        TrailSearch search = new TrailSearch(new Reading(rows.database));
        assertThat(found(search, by(Field.TOOL, "'; -- % \u0000")))
                .as("as the shipper writes U+0000")
                .extracting(FoundEvent::seq)
                .containsExactly(strange);
    }

    @Test
    void whoever_sees_some_bundles_sees_nothing_else() throws Exception {
        Rows rows = new Rows();
        long red = rows.add(30, NOON, Map.of("bundle", "red", "call_id", "c1"));
        long green = rows.add(400, NOON.plusSeconds(1), Map.of("bundle", "green", "call_id", "c2"));
        rows.add(400, NOON.plusSeconds(2), Map.of("bundle", "blue", "call_id", "c3"));
        long none = rows.add(0, NOON.plusSeconds(3), Map.of("call_id", "c1", "type", "not_delivered"));
        TrailSearch search = new TrailSearch(new Reading(rows.database));
        Sight sight = Sight.of(Set.of("red", "green"));
        assertThat(found(search, Rows.all(sight))).extracting(FoundEvent::seq).containsExactly(green, red);
        assertThat(found(search, Rows.all(Sight.of(Set.of("red")))))
                .extracting(FoundEvent::seq)
                .containsExactly(red);
        assertThat(found(search, Rows.all(Sight.of(Set.of())))).isEmpty();
        assertThat(search.at("g", new Position(1, red), sight)).isPresent();
        assertThat(search.at("g", new Position(1, 3), sight)).isEmpty();
        assertThat(search.at("g", new Position(1, none), sight)).isEmpty();
        assertThat(search.at("g", new Position(1, none), Sight.EVERYTHING)).isPresent();
        assertThat(search.call("c1", sight)).extracting(FoundEvent::seq).containsExactly(red, none);
        assertThat(search.call("c3", sight)).isEmpty();
        assertThat(search.call("c3", Sight.EVERYTHING)).hasSize(1);
    }

    @Test
    void a_call_of_which_a_part_is_hidden_is_hidden() throws Exception {
        Rows rows = new Rows();
        rows.add(30, NOON, Map.of("bundle", "red", "call_id", "c1"));
        rows.add(30, NOON, Map.of("bundle", "blue", "call_id", "c1"));
        assertThat(new TrailSearch(new Reading(rows.database)).call("c1", Sight.of(Set.of("red"))))
                .isEmpty();
    }

    private static List<FoundEvent> found(TrailSearch search, TrailQuery query) throws Exception {
        TrailSearch.Found found = search.page(query, Optional.empty(), ENOUGH);
        assertThat(found.next()).isEmpty();

        return found.events();
    }
}
