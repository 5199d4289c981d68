package dev.gatehouse.audit.table;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Rows of {@code audit.event}, gathered by column in one pass over each record: no event is built again only to be taken
 * apart. Its buffers serve one batch after the other. Not thread-safe.
 */
public final class RowBatch {
    static final byte[] NOTHING = {};

    private static final byte[] EPOCH_STARTED = "epoch_started".getBytes(StandardCharsets.US_ASCII);
    private static final KeptDay NO_DAY = new KeptDay(-1, LocalDate.EPOCH);

    private final Map<Column, ColumnValues> columns = new EnumMap<>(Column.class);
    private final List<ColumnValues> all;
    private final Set<KeptDay> days = new HashSet<>();
    private long day;
    private int keepDays;
    private KeptDay last = NO_DAY;
    private int rows;

    public RowBatch() {
        for (Column column : Column.values()) {
            columns.put(column, new ColumnValues(column));
        }
        all = List.copyOf(columns.values());
    }

    /**
     * Holds these records' rows from now on; blocks have none.
     *
     * @throws UnreadableEventException when one of them is no event, or of another version; nothing is held then
     */
    public void fill(List<SpoolRecord> records) throws UnreadableEventException {
        clear();
        for (SpoolRecord record : records) {
            if (record.kind() != RecordKind.BLOCK) {
                add(record);
            }
        }
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /** The partitions the rows belong to. */
    public Set<KeptDay> days() {
        return days;
    }

    ColumnValues of(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    /** The time of the current row, in nanoseconds since 1970, kept as PostgreSQL would round it. */
    void at(long nanos) {
        long micros = EpochNanos.toMicros(nanos);
        of(Column.AT).add(micros);
        day = Math.floorDiv(micros, TimeUnit.DAYS.toMicros(1));
    }

    /** For how many days the current row is kept. */
    void keep(int forDays) {
        keepDays = forDays;
    }

    private void add(SpoolRecord record) throws UnreadableEventException {
        of(Column.EPOCH).add(record.position().epoch());
        of(Column.SEQ).add(record.position().seq());
        of(Column.WALL_NS).add(record.wallNanos());
        of(Column.MONO_NS).add(record.monoNanos());
        keepDays = 0;
        if (record.kind() == RecordKind.EVENT) {
            EventFields.take(record.head(), this);
        } else {
            of(Column.TYPE).append(EPOCH_STARTED);
            at(record.wallNanos());
        }
        of(Column.KEEP_DAYS).add(keepDays);
        noteDay();
        of(Column.BODY).append(record.head());
        if (record.kept().length > 0) {
            of(Column.PAYLOAD).append(record.kept());
        }
        for (ColumnValues column : all) {
            column.endRow();
        }
        rows++;
    }

    private void noteDay() {
        if (keepDays != last.keepDays() || day != last.day().toEpochDay()) {
            last = new KeptDay(keepDays, LocalDate.ofEpochDay(day));
            days.add(last);
        }
    }

    private void clear() {
        all.forEach(ColumnValues::clear);
        days.clear();
        last = NO_DAY;
        rows = 0;
    }
}
