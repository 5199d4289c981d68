package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.SMALL;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.segment.SegmentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sync per call, and none that promises more than it covers. */
class SyncOrderTest {
    @TempDir
    Path directory;

    private final FaultyFiles disk = new FaultyFiles();

    @Test
    void a_call_costs_one_sync_because_its_outcome_covers_its_intent() throws Exception {
        int calls = 40;
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            int before = disk.syncs.get();
            for (int i = 0; i < calls; i++) {
                spool.append(Events.intent("c" + i)).awaitWritten();
                spool.append(Events.outcome("c" + i)).awaitDurable(SOON);
            }
            // A stalled machine may let the idle sync of an intent slip in between.
            assertThat(disk.syncs.get() - before).isBetween(calls, calls + calls / 2);
        }
    }

    @Test
    void a_segment_is_wholly_synced_before_the_next_one_is_touched() throws Exception {
        try (AuditSpool spool = open(directory, SMALL, disk)) {
            for (int i = 0; i < 600; i++) {
                spool.append(Events.intent("c" + i)).awaitWritten();
                spool.append(Events.outcome("c" + i));
            }
        }
        assertThat(SegmentName.segmentsIn(directory)).hasSizeGreaterThan(5);
        Map<String, String> lastVerb = new HashMap<>();
        List<String> unsynced = new ArrayList<>();
        for (String entry : disk.log) {
            String[] verbAndFile = entry.split(" ", 2);
            lastVerb.forEach((file, verb) -> {
                if (!file.equals(verbAndFile[1]) && verb.equals("write")) {
                    unsynced.add(file + " before " + entry);
                }
            });
            lastVerb.put(verbAndFile[1], verbAndFile[0]);
        }
        assertThat(unsynced).isEmpty();
    }
}
