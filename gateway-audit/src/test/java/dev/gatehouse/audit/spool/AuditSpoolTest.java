package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.SMALL;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.events;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static dev.gatehouse.audit.spool.SpoolFixture.records;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.segment.DiskSegmentFiles;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSpoolTest {
    @TempDir
    Path directory;

    @Test
    void what_was_appended_is_read_back_in_order_and_without_a_gap() throws Exception {
        List<AuditEvent> appended = Events.oneOfEach().stream()
                .filter(event -> !(event instanceof AuditEvent.CallAttempted))
                .toList();
        try (AuditSpool spool = open(directory)) {
            for (AuditEvent event : appended) {
                spool.append(event).awaitDurable(SOON);
            }
        }
        assertThat(events(directory)).isEqualTo(appended);
        List<SpoolRecord> records = records(directory);
        assertThat(records.getFirst().kind()).isEqualTo(RecordKind.EPOCH);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).position())
                    .isEqualTo(new Position(records.getFirst().position().epoch(), i + 1));
        }
    }

    @Test
    void a_crowd_of_virtual_threads_loses_nothing_over_many_segments() throws Exception {
        int threads = 32;
        int calls = 60;
        try (AuditSpool spool = open(directory);
                var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(crowd.submit(() -> {
                    for (int i = 0; i < calls; i++) {
                        spool.append(Events.intent(thread + "-" + i)).awaitWritten();
                        spool.append(Events.outcome(thread + "-" + i)).awaitDurable(SOON);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(SegmentName.segmentsIn(directory)).as("segments").hasSizeGreaterThan(10);
        assertThat(events(directory)).hasSize(threads * calls * 2).doesNotHaveDuplicates();
    }

    @Test
    void an_intent_becomes_durable_by_itself_when_somebody_waits_for_it() throws Exception {
        try (AuditSpool spool = open(directory)) {
            Receipt receipt = spool.append(Events.intent("c1"));
            receipt.awaitWritten();
            receipt.awaitDurable(SOON);
        }
    }

    @Test
    void calls_left_open_are_closed_by_the_next_start_across_segments() throws Exception {
        try (AuditSpool spool = open(directory)) {
            spool.append(Events.intent("left-open")).awaitWritten();
            for (int i = 0; i < 1_000; i++) {
                spool.append(Events.administered("filler " + i)).awaitDurable(SOON);
            }
            spool.append(Events.intent("closed")).awaitWritten();
            spool.append(Events.outcome("closed")).awaitDurable(SOON);
        }
        assertThat(SegmentName.segmentsIn(directory)).hasSizeGreaterThan(2);

        open(directory).close();
        open(directory).close();

        assertThat(events(directory))
                .filteredOn(event -> event instanceof AuditEvent.CallCompleted)
                .extracting(event -> ((AuditEvent.CallCompleted) event))
                .satisfiesExactly(closed -> assertThat(closed.call().value()).isEqualTo("closed"), crashed -> {
                    assertThat(crashed.call().value()).isEqualTo("left-open");
                    assertThat(crashed.outcome()).isEqualTo(AuditEvent.Outcome.UNKNOWN_CRASH);
                    assertThat(crashed.bundle().orElseThrow().value()).isEqualTo("engineering");
                });
    }

    @Test
    void every_start_begins_a_later_epoch_even_when_the_clock_went_back() throws Exception {
        for (Instant now : List.of(Events.NOON, Events.NOON.minusSeconds(3600), Events.NOON.minusSeconds(7200))) {
            Clocks clocks = new Clocks(() -> now, System::nanoTime);
            AuditSpool.open(directory, SMALL, SpoolFixture.SEALING, clocks, FsyncObserver.NONE).close();
        }
        List<SpoolRecord> starts = records(directory).stream()
                .filter(record -> record.kind() == RecordKind.EPOCH)
                .toList();
        assertThat(starts).extracting(SpoolRecord::position).hasSize(3).isSorted().doesNotHaveDuplicates();
        assertThat(starts.getLast().head())
                .asString()
                .contains("\"previousEpoch\":" + starts.get(1).position().epoch());
    }

    @Test
    void a_clock_that_steps_is_on_record() throws Exception {
        AtomicLong seconds = new AtomicLong(Events.NOON.getEpochSecond());
        Clocks clocks = new Clocks(() -> Instant.ofEpochSecond(seconds.get()), () -> 0);
        try (AuditSpool spool = AuditSpool.open(directory, SMALL, SpoolFixture.SEALING, clocks, FsyncObserver.NONE)) {
            seconds.addAndGet(-3600);
            spool.append(Events.administered("x")).awaitDurable(SOON);
        }
        assertThat(events(directory))
                .filteredOn(event ->
                        event instanceof AuditEvent.Administered a && a.action().equals("clock-step"))
                .singleElement()
                .extracting(event -> ((AuditEvent.Administered) event).detail())
                .isEqualTo("moved by -3600000 ms");
    }

    @Test
    void a_second_gateway_on_the_same_spool_is_refused_and_told_by_whom() throws Exception {
        try (AuditSpool spool = open(directory)) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("dataDir");
            spool.append(Events.administered("still works")).awaitDurable(SOON);
        }
        open(directory).close();
    }

    @Test
    void only_the_owner_can_read_the_spool() throws Exception {
        open(directory).close();
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (var files = Files.list(directory)) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(2)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void after_closing_nothing_is_taken_in() throws Exception {
        AuditSpool spool = open(directory);
        spool.close();
        assertThatThrownBy(() -> spool.append(Events.administered("late")))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("closing");
    }

    @Test
    void a_clean_stop_syncs_what_nobody_waited_for() throws Exception {
        try (AuditSpool spool = open(directory)) {
            spool.append(Events.administered("unawaited"));
        }
        assertThat(events(directory)).containsExactly(Events.administered("unawaited"));
    }

    @Test
    void the_gateway_id_stays() throws Exception {
        String id;
        try (AuditSpool spool = open(directory)) {
            id = spool.gatewayId();
        }
        try (AuditSpool spool = open(directory)) {
            assertThat(spool.gatewayId()).isEqualTo(id).matches("[0-9a-f]{32}");
        }
    }

    @Test
    void figures_follow_the_feed() throws Exception {
        List<Integer> syncs = new ArrayList<>();
        try (AuditSpool spool =
                        AuditSpool.open(directory, SMALL, SpoolFixture.SEALING, Clocks.SYSTEM, (nanos, records) -> syncs.add(records));
                SpoolFeed feed = spool.feed()) {
            spool.append(Events.administered("x")).awaitDurable(SOON);
            SpoolStats stats = spool.stats();
            assertThat(stats.unshippedRecords()).isEqualTo(2);
            assertThat(stats.isAccepting()).isTrue();
            assertThat(stats.lastSyncNanos()).isPositive();
            assertThat(syncs).isNotEmpty();

            assertThat(feed.next(100, 1 << 20)).hasSize(2);
            assertThat(stats.shipLagSeconds()).isPositive();
            feed.arrived();
            assertThat(stats.unshippedRecords()).isZero();
            assertThat(stats.shipLagSeconds()).isZero();
            assertThat(stats.depth()).isZero();
        }
    }

    @Test
    void the_feed_gives_durable_records_once_and_frees_what_has_arrived() throws Exception {
        SpoolSettings few = new SpoolSettings(64 << 10, 5 * (64 << 10), Duration.ZERO);
        int total = 4_000;
        List<Position> seen = new ArrayList<>();
        try (AuditSpool spool = open(directory, few, new DiskSegmentFiles());
                SpoolFeed feed = spool.feed()) {
            for (int i = 0; i < total; i++) {
                Receipt receipt = spool.append(Events.administered("event " + i));
                if (i % 50 == 49) {
                    receipt.awaitDurable(SOON);
                    feed.next(1_000, 1 << 20).forEach(record -> seen.add(record.position()));
                    feed.arrived();
                }
            }
            eventually(() -> assertThat(spool.stats().unshippedRecords())
                    .as("all arrived")
                    .isEqualTo(0));
        }
        assertThat(seen).hasSizeGreaterThan(total).isSorted().doesNotHaveDuplicates();
        assertThat(seen.getLast().seq()).as("none left out").isEqualTo(seen.size());
        assertThat(SegmentName.segmentsIn(directory)).hasSizeLessThan(5);
    }
}
