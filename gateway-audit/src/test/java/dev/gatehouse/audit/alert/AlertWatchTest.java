package dev.gatehouse.audit.alert;

import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.steady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Told once by one, again while it goes on, once more when it is over; also without a database and across a restart. */
@Timeout(120)
class AlertWatchTest {
    private static final AlertRule FULL = new AlertRule(
            "spoolFull", Severity.CRITICAL, Set.of(), new AlertCheck.Level(Gauge.SPOOL_REFUSES, 0), "full");

    /** Goes on for long, so that no leap of the clock ends it before it is seen again. */
    private static final AlertRule LASTING = new AlertRule(
            "failedAuthentication",
            Severity.WARNING,
            Set.of(),
            new AlertCheck.Count(
                    new Match(Set.of(EventType.CALL_REJECTED), Map.of(), List.of()),
                    List.of(Field.PEER),
                    false,
                    10,
                    Duration.ofHours(3)),
            "lasting");

    private final AlertWorld world = new AlertWorld();

    private static DataSource database() {
        return ShipFixture.migrated(TestDatabase.shared().fresh());
    }

    private void isTold(String... events) {
        eventually(() -> assertThat(world.events()).containsExactly(events));
    }

    private void staysTold(String... events) {
        steady(
                "told no more than " + List.of(events) + ": " + world.events(),
                () -> world.events().equals(List.of(events)));
    }

    @Test
    void what_goes_on_is_told_once_an_hour_and_once_when_it_is_over() {
        DataSource database = database();
        try (AlertWatch gateway = world.gateway("a", database, LASTING)) {
            AlertWorld.fail(gateway, "192.0.2.9", 9);
            staysTold();
            AlertWorld.fail(gateway, "192.0.2.9", 5);
            isTold("alert.raised");
            assertThat(world.told.getFirst().subject())
                    .isEqualTo("[gatehouse] warning: failedAuthentication (peer 192.0.2.9)");
            world.later(Duration.ofMinutes(2));
            AlertWorld.fail(gateway, "192.0.2.9", 5);
            staysTold("alert.raised");
            world.later(Duration.ofMinutes(62));
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            isTold("alert.raised", "alert.repeated");
            eventually(() -> {
                world.later(Duration.ofMillis(2));
                assertThat(number(database, "SELECT times FROM audit.alert"))
                        .as("what is written down after the leap would be told again")
                        .isEqualTo(20);
            });
            world.later(Duration.ofHours(4));
            isTold("alert.raised", "alert.repeated", "alert.over");
            assertThat(world.told.getLast().text()).contains("Seen 20 times since 2026-11-20T12:00:00Z");
            eventually(() -> assertThat(world.actions())
                    .containsExactlyInAnyOrder(
                            "alert.raised", "alert.told", "alert.repeated", "alert.told", "alert.over", "alert.told"));
            eventually(() -> assertThat(gateway.open()).isZero());
        }
    }

    @Test
    void of_two_gateways_one_tells() {
        DataSource database = database();
        try (AlertWatch one = world.gateway("a", database, AlertWorld.FAILED);
                AlertWatch other = world.gateway("b", database, AlertWorld.FAILED)) {
            AlertWorld.fail(one, "192.0.2.9", 10);
            AlertWorld.fail(other, "192.0.2.9", 10);
            isTold("alert.raised");
            eventually(() -> assertThat(number(database, "SELECT times FROM audit.alert"))
                    .isEqualTo(2));
            staysTold("alert.raised");
            world.later(Duration.ofMinutes(6));
            isTold("alert.raised", "alert.over");
            staysTold("alert.raised", "alert.over");
        }
    }

    @Test
    void a_restart_tells_nothing_again_and_still_tells_that_it_is_over() {
        DataSource database = database();
        try (AlertWatch gateway = world.gateway("a", database, AlertWorld.FAILED)) {
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            isTold("alert.raised");
        }
        try (AlertWatch gateway = world.gateway("a", database, AlertWorld.FAILED)) {
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            eventually(() -> assertThat(number(database, "SELECT times FROM audit.alert"))
                    .isEqualTo(2));
            staysTold("alert.raised");
        }
        world.later(Duration.ofMinutes(6));
        try (AlertWatch _ = world.gateway("a", database, AlertWorld.FAILED)) {
            // Nothing is over before what goes on could be seen again.
            world.later(Duration.ofSeconds(1));
            isTold("alert.raised", "alert.over");
        }
    }

    @Test
    void without_the_database_it_is_told_all_the_same_and_not_again_when_it_is_back() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance()) {
            DataSource database = ShipFixture.migrated(server.fresh());
            try (AlertWatch gateway = world.gateway("a", database, AlertWorld.FAILED, FULL)) {
                server.stop();
                AlertWorld.fail(gateway, "192.0.2.9", 10);
                isTold("alert.raised");
                assertThat(gateway.alerts()).extracting(Alert::rule).containsExactly("failedAuthentication");
                world.isAway = true;
                world.figures = Map.of(Gauge.SPOOL_REFUSES, Map.of("", 1.0));
                eventually(() -> assertThat(gateway.open()).isEqualTo(2));
                server.restart();
                world.later(Duration.ofSeconds(12));
                world.isAway = false;
                isTold("alert.raised", "alert.raised");
                AlertWorld.fail(gateway, "192.0.2.9", 1);
                eventually(
                        () -> assertThat(number(database, "SELECT count(*) FROM audit.alert WHERE told_at IS NOT NULL"))
                                .isEqualTo(2));
                staysTold("alert.raised", "alert.raised");
            }
        }
    }

    @Test
    void a_channel_that_is_away_is_told_later_the_worst_first_also_by_another_process() {
        DataSource database = database();
        world.isAway = true;
        try (AlertWatch gateway = world.gateway("a", database, AlertWorld.FAILED, FULL)) {
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            eventually(() -> assertThat(number(database, "SELECT count(*) FROM audit.alert_notice"))
                    .isEqualTo(1));
            world.figures = Map.of(Gauge.SPOOL_REFUSES, Map.of("", 1.0));
            eventually(() -> assertThat(number(database, "SELECT count(*) FROM audit.alert_notice WHERE attempts > 0"))
                    .isEqualTo(2));
        }
        world.isAway = false;
        world.later(Duration.ofMinutes(4));
        try (AlertWatch _ = world.gateway("b", database, AlertWorld.FAILED, FULL)) {
            eventually(() -> assertThat(world.told)
                    .extracting(notice -> notice.json().text("rule").orElseThrow())
                    .startsWith("spoolFull", "failedAuthentication"));
        }
        assertThat(number(database, "SELECT count(*) FROM audit.alert_notice")).isZero();
    }

    @Test
    void what_cannot_be_told_within_a_day_is_given_up_and_on_the_trail() {
        DataSource database = database();
        world.isAway = true;
        try (AlertWatch gateway = world.gateway("a", database, AlertWorld.FAILED)) {
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            eventually(() -> assertThat(number(database, "SELECT count(*) FROM audit.alert_notice WHERE attempts > 0"))
                    .isEqualTo(1));
            world.later(Duration.ofHours(25));
            eventually(() -> {
                // The try before may end after the leap, and wait for a time that does not come by itself.
                world.later(Duration.ofMinutes(1));
                assertThat(world.actions()).contains("alert.failed");
            });
            assertThat(gateway.counts().failures()).isPositive();
            eventually(() -> assertThat(number(
                            database,
                            "SELECT count(*) FROM audit.alert_notice WHERE made_at < '2026-11-20 13:00:00+00'"))
                    .isZero());
        }
        assertThat(world.told).isEmpty();
    }

    @Test
    void who_acknowledges_hears_no_more_of_it_and_who_silences_hears_nothing_for_a_time() throws Exception {
        DataSource database = database();
        AlertOrders orders = new AlertOrders(world.place(database));
        try (AlertWatch gateway = world.gateway("a", database, LASTING)) {
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            isTold("alert.raised");
            String id = gateway.alerts().getFirst().id();
            assertThat(orders.acknowledge("alice", id, "a load test")).isTrue();
            world.later(Duration.ofMinutes(64));
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            staysTold("alert.raised");
            assertThat(orders.silence("alice", id, Duration.ofHours(6), "it goes on"))
                    .isPresent();
            world.later(Duration.ofHours(4));
            eventually(() -> assertThat(gateway.alerts().getFirst().overAt()).isPresent());
            assertThat(orders.acknowledge("alice", id, "too late")).isFalse();
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            eventually(() -> assertThat(gateway.alerts().getFirst().overAt()).isEmpty());
            staysTold("alert.raised");
            world.later(Duration.ofHours(2));
            AlertWorld.fail(gateway, "192.0.2.9", 10);
            isTold("alert.raised", "alert.raised");
            assertThat(orders.silence("alice", "0000", Duration.ofHours(2), "none"))
                    .isEmpty();
            assertThat(world.actions()).contains("alert.acknowledge", "alert.silence");
        }
    }

    @Test
    void a_flood_of_names_and_alerts_about_alerts_cost_no_memory_and_are_counted() {
        DataSource database = database();
        AlertRule every = new AlertRule(
                "every",
                Severity.INFO,
                Set.of(),
                new AlertCheck.Count(
                        new Match(Set.of(), Map.of(), List.of()),
                        List.of(Field.ACTION, Field.PEER),
                        false,
                        1,
                        AlertWorld.WITHIN),
                "every");
        try (AlertWatch gateway = world.gateway("a", database, every)) {
            for (int i = 0; i < 100; i++) {
                gateway.accept(new AuditEvent.Administered(AlertWorld.NOON, "gatehouse", "alert.raised", "x", "y"));
            }
            AlertWorld.fail(gateway, "192.0.2.9", 1);
            isTold("alert.raised");
            for (int i = 0; i < 50_000; i++) {
                gateway.accept(new AuditEvent.CallRejected(AlertWorld.NOON, Optional.empty(), "p" + i, "expired", 1));
            }
            eventually(() -> assertThat(gateway.open()).isEqualTo(AlertBook.OPEN_MAX));
            assertThat(world.told)
                    .extracting(notice -> notice.json().text("key").orElseThrow())
                    .noneMatch(key -> key.contains("alert."));
        }
    }
}
