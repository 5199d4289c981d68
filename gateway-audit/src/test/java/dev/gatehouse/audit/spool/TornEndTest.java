package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.SMALL;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.events;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static dev.gatehouse.audit.spool.SpoolFixture.records;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.segment.Scanned;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.audit.segment.SegmentScan;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the last segment cut at every byte, and every byte of it flipped: what comes before stays, whole. */
class TornEndTest {
    private static final int RECORDS_HURT = 3;

    @TempDir
    Path directory;

    private Path segment;
    private byte[] whole;
    /** Where each frame ends; the last frames are an intent, its outcome, and the intent of an open call. */
    private final List<Integer> ends = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        // Time stands still, so nothing is sealed before the end; that block is left out.
        Clocks frozen = new Clocks(Clocks.SYSTEM::now, () -> 0L);
        try (AuditSpool spool =
                AuditSpool.open(directory, SMALL, SpoolFixture.SEALING, frozen, FsyncObserver.NONE)) {
            for (int i = 0; i < 5; i++) {
                spool.append(Events.administered("event " + i)).awaitDurable(SOON);
            }
            spool.append(Events.intent("closed")).awaitDurable(SOON);
            spool.append(Events.outcome("closed")).awaitDurable(SOON);
            spool.append(Events.intent("open")).awaitDurable(SOON);
        }
        segment = SegmentName.segmentsIn(directory).values().iterator().next();
        whole = Files.readAllBytes(segment);
        try (SegmentScan scan = SegmentScan.open(segment)) {
            while (scan.next(Long.MAX_VALUE) instanceof Scanned.Found) {
                ends.add((int) scan.position());
            }
        }
        assertThat(ends).hasSize(1 + 1 + 5 + 3 + 1);
        ends.removeLast();
        whole = Arrays.copyOf(Arrays.copyOf(whole, ends.getLast()), ends.getLast() + 64);
    }

    @Test
    void cut_at_any_byte_all_whole_records_before_it_are_recovered() throws IOException {
        for (int at = firstHurt(); at <= ends.getLast(); at++) {
            Files.write(segment, Arrays.copyOf(whole, at));
            check(at, !ends.contains(at) && at > endBefore(at) + 3);
        }
    }

    @Test
    void zeroed_from_any_byte_all_whole_records_before_it_are_recovered() throws IOException {
        for (int at = firstHurt(); at < ends.getLast(); at++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, at, torn.length, (byte) 0);
            Files.write(segment, torn);
            boolean lengthGone = Arrays.equals(torn, endBefore(at), endBefore(at) + 4, new byte[4], 0, 4);
            // A frame whose last bytes were zeros anyway is not hurt at all.
            int expected = Arrays.equals(torn, 0, endAfter(at), whole, 0, endAfter(at)) ? endAfter(at) : at;
            check(expected, expected == at && !lengthGone);
        }
    }

    @Test
    void with_any_byte_flipped_all_records_before_it_are_recovered() throws IOException {
        for (int at = firstHurt(); at < ends.getLast(); at++) {
            for (int flip : new int[] {0x01, 0xFF}) {
                byte[] hurt = whole.clone();
                hurt[at] ^= (byte) flip;
                Files.write(segment, hurt);
                check(at, true);
            }
        }
    }

    @Test
    void the_next_start_reports_what_it_cut_keeps_it_aside_and_closes_what_was_open() throws Exception {
        byte[] hurt = whole.clone();
        int inOutcome = ends.get(ends.size() - 3) + 60;
        hurt[inOutcome] ^= 1;
        Files.write(segment, hurt);

        try (AuditSpool spool = open(directory)) {
            spool.append(Events.administered("after the crash")).awaitDurable(SOON);
        }

        List<AuditEvent> events = events(directory);
        assertThat(events).hasSize(5 + 1 + 1 + 1).startsWith(Events.administered("event 0"));
        assertThat(events.get(6)).isInstanceOfSatisfying(AuditEvent.CallCompleted.class, closed -> {
            assertThat(closed.call().value()).isEqualTo("closed");
            assertThat(closed.outcome()).isEqualTo(AuditEvent.Outcome.UNKNOWN_CRASH);
        });
        // What is cut ends with the last byte that is not zero, and a frame's own last bytes may be zeros.
        byte[] cut = withoutZerosAtItsEnd(Arrays.copyOfRange(hurt, ends.get(ends.size() - 3), ends.getLast()));
        assertThat(records(directory).stream().map(r -> new String(r.head(), StandardCharsets.UTF_8)))
                .anyMatch(head -> head.contains("\"cutBytes\":" + cut.length + ","));
        Path aside = directory.resolve(
                "torn-" + SegmentName.segmentsIn(directory).firstKey() + "-" + ends.get(ends.size() - 3));
        assertThat(Files.readAllBytes(aside)).isEqualTo(cut);
    }

    private static byte[] withoutZerosAtItsEnd(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    @Test
    void what_an_earlier_use_of_the_file_left_is_not_taken_for_a_record() throws Exception {
        byte[] recycled = whole.clone();
        int frame = ends.get(ends.size() - 2);
        int length = ends.getLast() - frame;
        byte[] old = Arrays.copyOfRange(whole, ends.get(1), ends.get(2));
        System.arraycopy(old, 0, recycled, frame, Math.min(old.length, length));
        Files.write(segment, recycled);

        assertThat(recover().last().seq()).isEqualTo(ends.size() - 2);
    }

    private void check(int hurtAt, boolean torn) throws IOException {
        Recovery found = recover();
        long wholeBefore = ends.stream().filter(end -> end <= hurtAt).count();
        assertThat(found.last().seq()).as("last record when hurt at %d", hurtAt).isEqualTo(wholeBefore - 1);
        assertThat(found.end()).isEqualTo(ends.get((int) wholeBefore - 1).longValue());
        assertThat(found.isTorn()).as("torn when hurt at %d", hurtAt).isEqualTo(torn);
        int intents = (int) Math.max(0, wholeBefore - (ends.size() - RECORDS_HURT));
        assertThat(found.open().all()).as("open when hurt at %d", hurtAt).hasSize(intents % 2);
    }

    private Recovery recover() throws IOException {
        return Recovery.of(SegmentIndex.of(directory).segments().firstEntry().getValue());
    }

    private int firstHurt() {
        return ends.get(ends.size() - 1 - RECORDS_HURT);
    }

    private int endBefore(int at) {
        return ends.stream().filter(end -> end <= at).reduce((a, b) -> b).orElseThrow();
    }

    private int endAfter(int at) {
        return ends.stream().filter(end -> end > at).findFirst().orElseThrow();
    }
}
