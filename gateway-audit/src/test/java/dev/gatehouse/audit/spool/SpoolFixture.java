package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.EventReader;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.segment.DiskSegmentFiles;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SegmentFiles;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens small spools and looks into them. */
public final class SpoolFixture {
    public static final Duration SOON = Eventually.WAIT_MAX;
    public static final SpoolSettings SMALL = new SpoolSettings(64 << 10, 1 << 30, Duration.ZERO);

    /** Gives a child process the key of its test. */
    public static final String KEY_VARIABLE = "SPOOL_FIXTURE_KEY";

    /** One key for all spools of a test run. */
    public static final SealingKey KEY = Optional.ofNullable(System.getenv(KEY_VARIABLE))
            .map(hex -> SealingKey.of(HexFormat.of().parseHex(hex)))
            .orElseGet(SealingKey::generate);

    public static final Sealing SEALING = new Sealing(KEY, EventKeep.DEFAULT, _ -> {});

    private SpoolFixture() {}

    public static AuditSpool open(Path directory) throws IOException {
        return open(directory, SMALL, new DiskSegmentFiles());
    }

    /** Keeps what was shipped, as a gateway does. */
    public static AuditSpool openKeeping(Path directory) throws IOException {
        SpoolSettings keeping = new SpoolSettings(SMALL.segmentBytes(), SMALL.capBytes(), Duration.ofHours(1));
        return open(directory, keeping, new DiskSegmentFiles());
    }

    static AuditSpool open(Path directory, SpoolSettings settings, SegmentFiles files) throws IOException {
        return AuditSpool.open(directory, settings, SEALING, Clocks.SYSTEM, FsyncObserver.NONE, files);
    }

    static List<SpoolRecord> records(Path directory) throws IOException {
        try (Stream<SpoolRecord> records = SpoolReader.read(directory)) {
            return records.toList();
        }
    }

    static List<AuditEvent> events(Path directory) throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (SpoolRecord record : records(directory)) {
            if (record.kind() == RecordKind.EVENT) {
                events.add(EventReader.read(record));
            }
        }
        return events;
    }
}
