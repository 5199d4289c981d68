package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTailTest {
    private static final int CALLS = 400;

    @TempDir
    Path directory;

    private final DataSource database =
            ShipFixture.migrated(TestDatabase.shared().fresh());
    private final TrailTail tail = new TrailTail(new Reading(database));

    @Test
    void everything_of_two_gateways_that_ship_at_once_is_told_once_and_in_order() throws Exception {
        Random random = new Random(7);
        List<FoundEvent> told = new ArrayList<>();
        try (AuditSpool here = SpoolFixture.open(Files.createDirectory(directory.resolve("here")));
                AuditSpool there = SpoolFixture.open(Files.createDirectory(directory.resolve("there")));
                AuditShipper _ = AuditShipper.start(here, database, ShipFixture.HURRIED, Clocks.SYSTEM);
                AuditShipper _ = AuditShipper.start(there, database, ShipFixture.HURRIED, Clocks.SYSTEM)) {
            TailPlace place = tail.end();
            CompletableFuture<Void> both = CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> append(here, "here")),
                    CompletableFuture.runAsync(() -> append(there, "there")));
            boolean whole = false;
            while (!whole
                    || !both.isDone()
                    || here.stats().unshippedRecords() + there.stats().unshippedRecords() > 0) {
                TrailTail.Arrived arrived = tail.after(place, Rows.all(Sight.EVERYTHING), 1 + random.nextInt(50));
                told.addAll(arrived.events());
                place = TailPlace.ofKey(arrived.place().key()).orElseThrow();
                whole = arrived.whole();
            }
            both.join();
            told.addAll(tail.after(place, Rows.all(Sight.EVERYTHING), 10_000).events());
            for (AuditSpool spool : List.of(here, there)) {
                assertThat(told.stream().filter(event -> event.gateway().equals(spool.gatewayId())))
                        .extracting(FoundEvent::seq)
                        .doesNotHaveDuplicates()
                        .isSorted();
            }
        }
        assertThat(told.stream().filter(event -> event.type().equals("call_attempted")))
                .extracting(event -> event.call().orElse(""))
                .hasSize(2 * CALLS)
                .doesNotHaveDuplicates();
    }

    @Test
    void who_sees_one_bundle_follows_that_and_comes_as_far_as_everybody() throws Exception {
        TailPlace begin = tail.end();
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = AuditShipper.start(spool, database, ShipFixture.HURRIED, Clocks.SYSTEM)) {
            append(spool, "one");
            until("all is shipped", () -> spool.stats().unshippedRecords() == 0);
            // Blocks arrive at any time, and move the end.
            TailPlace end = tail.end();
            TrailTail.Arrived none = tail.after(begin, Rows.all(Sight.of(Set.of("red"))), 10);
            assertThat(none.events()).isEmpty();
            assertThat(none.place().of(spool.gatewayId())).isGreaterThanOrEqualTo(end.of(spool.gatewayId()));
            assertThat(tail.after(begin, Rows.all(Sight.of(Set.of("engineering"))), 10_000)
                            .events())
                    .hasSize(2 * CALLS);
            assertThat(tail.after(begin, Rows.by(Field.CALL, "one-7"), 10).events())
                    .hasSize(2);
            assertThat(tail.after(tail.end(), Rows.all(Sight.EVERYTHING), 10).events())
                    .isEmpty();
        }
    }

    private static void append(AuditSpool spool, String prefix) {
        try {
            for (int i = 1; i < CALLS; i++) {
                spool.append(Events.intent(prefix + "-" + i));
                spool.append(Events.outcome(prefix + "-" + i));
            }
            spool.append(Events.intent(prefix + "-last"));
            // What is durable last has all the others before it.
            spool.append(Events.outcome(prefix + "-last")).awaitDurable(SOON);
        } catch (AuditUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
