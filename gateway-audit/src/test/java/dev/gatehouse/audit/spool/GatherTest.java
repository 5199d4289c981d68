package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers share a sync, and a lone one pays nothing for it. */
class GatherTest {
    private static final long SYNC_NANOS = 100_000;

    @TempDir
    Path directory;

    @Test
    void a_lone_caller_is_not_made_to_wait_for_others() {
        assertThat(SpoolWriter.gatherNanos(0, SYNC_NANOS)).isZero();
        assertThat(SpoolWriter.gatherNanos(SpoolWriter.BUSY_RECORDS - 1, SYNC_NANOS))
                .isZero();
    }

    @Test
    void many_wait_as_the_disk_is_slow_and_no_longer_than_the_bound() {
        assertThat(SpoolWriter.gatherNanos(SpoolWriter.BUSY_RECORDS, SYNC_NANOS))
                .isEqualTo(SpoolWriter.WAITS_PER_SYNC * SYNC_NANOS);
        assertThat(SpoolWriter.gatherNanos(
                        SpoolWriter.BUSY_RECORDS, Duration.ofSeconds(9).toNanos()))
                .isEqualTo(SpoolWriter.GATHER_MAX.toNanos());
    }

    @Test
    void everybody_s_record_is_durable_when_they_are_told_so() throws Exception {
        int callers = 4 * SpoolWriter.BUSY_RECORDS;
        try (AuditSpool spool = open(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String name = "c" + caller;
                calls.add(threads.submit(() -> {
                    spool.append(Events.intent(name)).awaitWritten();
                    spool.append(Events.outcome(name)).awaitDurable(SOON);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertThat(SpoolFixture.events(directory)).hasSize(2 * callers);
    }
}
