package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.SMALL;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.events;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static dev.gatehouse.audit.spool.SpoolFixture.records;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F30, F31, F32, P2, P7: disks that fail, fill up and hang. */
class FailingDiskTest {
    private static final int EVERY_TIME = Integer.MAX_VALUE;
    private static final Duration FAILS_FAST = SOON.dividedBy(4);

    @TempDir
    Path directory;

    private final FaultyFiles disk = new FaultyFiles();

    @Test
    void a_failed_sync_gives_the_segment_up_and_goes_on_in_the_next_without_losing_anything() throws Exception {
        List<AuditEvent> told = new ArrayList<>();
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            for (int i = 0; i < 60; i++) {
                if (i % 20 == 10) {
                    disk.syncsToFail.set(1);
                }
                Receipt intent = spool.append(Events.intent("c" + i));
                intent.awaitWritten();
                Receipt outcome = spool.append(Events.outcome("c" + i));
                outcome.awaitDurable(SOON);
                told.add(Events.intent("c" + i));
                told.add(Events.outcome("c" + i));
            }
        }
        assertThat(disk.syncsOfBroken).as("syncs of a file whose sync failed").hasValue(0);
        assertThat(events(directory)).isEqualTo(told);
        assertContiguous();
    }

    @Test
    void a_write_that_fails_half_way_is_written_again_elsewhere() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            spool.append(Events.administered("before")).awaitDurable(SOON);
            disk.writesToFail.set(1);
            spool.append(Events.administered("hurt")).awaitDurable(SOON);
            spool.append(Events.administered("after")).awaitDurable(SOON);
        }
        assertThat(events(directory))
                .containsExactly(
                        Events.administered("before"), Events.administered("hurt"), Events.administered("after"));
        assertContiguous();
    }

    @Test
    void a_disk_that_syncs_nothing_refuses_fast_and_the_spool_comes_back_by_itself() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            spool.append(Events.intent("under way")).awaitWritten();
            disk.syncsToFail.set(EVERY_TIME);

            long began = System.nanoTime();
            Receipt lost = spool.append(Events.outcome("under way"));
            assertThatThrownBy(() -> lost.awaitDurable(SOON))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("Input/output error")
                    .hasMessageContaining("check the disk under " + directory);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(FAILS_FAST);
            assertThatThrownBy(() -> spool.append(Events.intent("new"))).isInstanceOf(AuditUnavailableException.class);
            assertThat(spool.stats().isAccepting()).isFalse();
            assertThat(spool.stats().refused()).isEqualTo(1);

            disk.syncsToFail.set(0);
            until("records again", () -> spool.stats().isAccepting());
            spool.append(Events.administered("healed")).awaitDurable(SOON);
        }
        assertThat(disk.syncsOfBroken).hasValue(0);
        assertThat(events(directory)).contains(Events.intent("under way"), Events.administered("healed"));
        assertThat(outcomesOf("under way")).hasSize(1);
        assertThat(outcomesOf("new")).isEmpty();
        assertContiguous();
    }

    @Test
    void an_intent_that_failed_and_is_written_later_all_the_same_leaves_no_call_open() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            disk.writesToFail.set(EVERY_TIME);
            Receipt doomed = spool.append(Events.intent("doomed"));
            assertThatThrownBy(doomed::awaitWritten).isInstanceOf(AuditUnavailableException.class);
            disk.writesToFail.set(0);
            until("records again", () -> spool.stats().isAccepting());
            spool.append(Events.administered("mark")).awaitDurable(SOON);
        }
        assertThat(events(directory)).contains(Events.intent("doomed"), Events.administered("mark"));
        assertThat(outcomesOf("doomed")).hasSize(1);
    }

    @Test
    void an_outcome_refused_at_the_door_leaves_no_call_open() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            spool.append(Events.intent("under way")).awaitDurable(SOON);
            disk.syncsToFail.set(EVERY_TIME);
            assertThatThrownBy(() -> spool.append(Events.administered("x")).awaitDurable(SOON))
                    .isInstanceOf(AuditUnavailableException.class);
            assertThatThrownBy(() -> spool.append(Events.outcome("under way")))
                    .isInstanceOf(AuditUnavailableException.class);
            disk.syncsToFail.set(0);
            until("records again", () -> spool.stats().isAccepting());
            spool.append(Events.administered("mark")).awaitDurable(SOON);
        }
        assertThat(outcomesOf("under way"))
                .singleElement()
                .extracting(AuditEvent.CallCompleted::outcome)
                .isEqualTo(AuditEvent.Outcome.UNKNOWN_CRASH);
    }

    @Test
    void a_full_disk_refuses_new_calls_lets_those_under_way_end_and_takes_calls_again_when_there_is_space()
            throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            spool.append(Events.intent("under way")).awaitWritten();
            disk.full = true;
            String refusal = fill(spool);
            assertThat(refusal).contains("No space left on device").contains(directory.toString());

            spool.append(Events.outcome("under way")).awaitDurable(SOON);
            long began = System.nanoTime();
            assertThatThrownBy(() -> spool.append(Events.intent("refused")))
                    .isInstanceOf(AuditUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(FAILS_FAST);

            disk.full = false;
            until("takes calls again", () -> spool.stats().isAccepting());
            spool.append(Events.intent("accepted")).awaitWritten();
            spool.append(Events.outcome("accepted")).awaitDurable(SOON);
        }
        assertThat(outcomesOf("under way")).hasSize(1);
        assertThat(outcomesOf("accepted")).hasSize(1);
    }

    @Test
    void the_cap_holds_and_shipping_makes_room() throws Exception {
        SpoolSettings capped = new SpoolSettings(64 << 10, 6 * (64 << 10), Duration.ofHours(1));
        try (AuditSpool spool = open(directory, capped, disk);
                SpoolFeed feed = spool.feed()) {
            assertThat(fill(spool)).contains("cap of " + capped.capBytes());
            assertThat(bytesIn(directory)).isLessThanOrEqualTo(capped.capBytes() + 4_096);

            while (!feed.next(1_000, 1 << 20).isEmpty()) {
                feed.arrived();
            }
            until("takes calls again", () -> spool.stats().isAccepting());
            spool.append(Events.administered("room")).awaitDurable(SOON);
        }
    }

    @Test
    void a_hanging_disk_fills_the_queue_and_then_sheds_but_takes_outcomes() throws Exception {
        List<Receipt> waiting = new ArrayList<>();
        SpoolSettings roomy = new SpoolSettings(8 << 20, 1 << 30, Duration.ZERO);
        try (AuditSpool spool = open(directory, roomy, disk)) {
            int before = disk.syncs.get();
            disk.hang();
            waiting.add(spool.append(Events.administered("held")));
            eventually(() -> assertThat(disk.syncs.get()).as("the disk hangs").isGreaterThan(before));
            for (int i = 0; i < Inbox.RECORDS_MAX; i++) {
                waiting.add(spool.append(Events.intent("c" + i)));
            }
            assertThatThrownBy(() -> spool.append(Events.intent("one too many")))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("queue is full");
            waiting.add(spool.append(Events.outcome("c0")));
            assertThatThrownBy(() -> waiting.getLast().awaitDurable(Duration.ofMillis(20)))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("within 20 ms");
            assertThat(spool.stats().depth()).isEqualTo(Inbox.RECORDS_MAX + 1);

            disk.release();
            for (Receipt receipt : waiting) {
                receipt.awaitDurable(SOON);
            }
        }
        assertThat(events(directory)).hasSize(waiting.size());
        assertContiguous();
    }

    @Test
    void more_open_calls_than_a_segment_can_name_are_refused_and_the_others_end() throws Exception {
        int most = SMALL.openCallsMax();
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            for (int i = 0; i < most; i++) {
                spool.append(Events.intent("c" + i)).awaitWritten();
            }
            assertThatThrownBy(() -> spool.append(Events.intent("one too many")).awaitWritten())
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining(most + " calls are open");
            for (int i = 0; i < most; i++) {
                for (int filler = 0; filler < 10; filler++) {
                    spool.append(Events.administered("filler"));
                }
                spool.append(Events.outcome("c" + i)).awaitDurable(SOON);
            }
        }
        assertThat(events(directory).stream().filter(AuditEvent.CallCompleted.class::isInstance))
                .hasSize(most);
    }

    @Test
    void a_caller_that_gave_up_waiting_leaves_no_call_open() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            int before = disk.syncs.get();
            disk.hang();
            spool.append(Events.administered("held"));
            eventually(() -> assertThat(disk.syncs.get()).as("the disk hangs").isGreaterThan(before));
            Receipt impatient = spool.append(Events.intent("impatient"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(impatient::awaitWritten)
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            disk.release();
            spool.append(Events.administered("mark")).awaitDurable(SOON);
        }
        assertThat(events(directory).stream().filter(AuditEvent.CallAttempted.class::isInstance))
                .as("an intent nobody acts on")
                .hasSameSizeAs(outcomesOf("impatient"));
    }

    /** Appends until refused; returns why. */
    private static String fill(AuditSpool spool) throws Exception {
        for (int i = 0; i < 100_000; i++) {
            try {
                Receipt receipt = spool.append(Events.administered("filler " + i));
                if (i % 16 == 0) {
                    receipt.awaitDurable(SOON);
                }
            } catch (AuditUnavailableException e) {
                return e.getMessage();
            }
        }
        throw new AssertionError("never full");
    }

    private List<AuditEvent.CallCompleted> outcomesOf(String call) throws Exception {
        return events(directory).stream()
                .filter(AuditEvent.CallCompleted.class::isInstance)
                .map(AuditEvent.CallCompleted.class::cast)
                .filter(completed -> completed.call().value().equals(call))
                .toList();
    }

    private void assertContiguous() throws Exception {
        List<SpoolRecord> records = records(directory);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).position())
                    .isEqualTo(new Position(records.getFirst().position().epoch(), i + 1));
        }
    }

    private static long bytesIn(Path directory) throws Exception {
        long bytes = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
