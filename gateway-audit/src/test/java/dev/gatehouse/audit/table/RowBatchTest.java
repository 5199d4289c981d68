package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.RandomEvents;
import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EventCodec;
import dev.gatehouse.audit.event.EventGuard;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBatchTest {
    private static final int KEEP_DAYS = 30;
    private static final int BYTES_MAX = 1 << 20;
    private static final int GENERATED = 3_000;
    private static final long SEED = 20_261_121;

    private final RowBatch rows = new RowBatch();

    @Test
    void columns_hold_what_the_events_say_whatever_they_are() throws Exception {
        RandomEvents random = new RandomEvents(SEED);
        List<AuditEvent> events = Stream.concat(
                        Events.oneOfEach().stream(),
                        Stream.generate(random::next).limit(GENERATED))
                .toList();
        assertThat(events.stream().map(EventType::of).collect(Collectors.toSet()))
                .containsOnly(EventType.values());

        List<SpoolRecord> records = records(events);
        for (int from = 0; from < records.size(); from += 100) {
            agrees(records.subList(from, Math.min(from + 100, records.size())));
        }
    }

    @Test
    void a_record_of_the_spool_itself_has_a_row() throws Exception {
        byte[] head = "{\"gateway\":\"g\"}".getBytes(UTF_8);
        agrees(List.of(new SpoolRecord(new Position(7, 1), 1_500, 9, RecordKind.EPOCH, head, new byte[0])));
    }

    @Test
    void the_days_of_its_rows_are_known() throws Exception {
        rows.fill(records(List.of(Events.intent("c1"), Events.outcome("c1"))));
        assertThat(rows.days()).containsExactly(new KeptDay(KEEP_DAYS, LocalDate.of(2026, 11, 20)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"v\":2,\"type\":\"listed\",\"at\":0}",
                "{\"v\":1,\"type\":\"invented_later\",\"at\":0}",
                "{\"v\":1,\"at\":0}",
                "{\"v\":1,\"type\":\"listed\",\"at\":0.5}",
                "{\"v\":1,\"type\":\"listed\",\"at\":0,\"principal\":[]}",
                "{\"v\":1,\"type\":\"listed\",\"at\":0,\"round\":2147483648}",
                "{\"v\":1,\"type\":\"call_attempted\",\"at\":0,\"findings\":{}}",
                "{\"v\":1,\"type\":\"call_rejected\",\"at\":0,\"peer\":7}"
            })
    void what_is_no_event_of_this_version_is_refused_and_spoils_no_later_batch(String head) throws Exception {
        SpoolRecord record = record(1, head.getBytes(UTF_8), new byte[0]);

        assertThatThrownBy(() -> rows.fill(List.of(record))).isInstanceOf(UnreadableEventException.class);
        agrees(records(Events.oneOfEach()));
    }

    private void agrees(List<SpoolRecord> records) throws Exception {
        rows.fill(records);
        List<ReadRow> read = new ArrayList<>();
        for (SpoolRecord record : records) {
            read.add(ReadRow.of(record));
        }
        assertThat(ReadColumn.ALL).hasSameSizeAs(Column.values());
        for (ReadColumn expected : ReadColumn.ALL) {
            Column column = Column.valueOf(expected.name().toUpperCase(Locale.ROOT));
            assertThat(column.type().name()).isEqualToIgnoringCase(expected.type());
            assertThat(sent(column))
                    .as(column.label())
                    .containsExactlyElementsOf(
                            read.stream().map(row -> printed(expected.of(row))).toList());
        }
    }

    /** What PostgreSQL would read out of the array. */
    private List<String> sent(Column column) {
        ColumnValues values = rows.of(column);
        byte[] bytes = new byte[values.lengthInBytes()];
        values.toBytes(bytes, 0);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        assertThat(List.of(in.getInt(), in.getInt(), in.getInt())).containsExactly(1, 1, column.type().oid);
        int count = in.getInt();
        assertThat(in.getInt()).isEqualTo(1);
        List<String> elements = IntStream.range(0, count)
                .mapToObj(_ -> element(column.type(), in))
                .toList();
        assertThat(in.hasRemaining()).isFalse();
        return elements;
    }

    private static String element(Column.Type type, ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return printed(null);
        }
        byte[] value = new byte[length];
        in.get(value);
        return printed(
                switch (type) {
                    case TEXT -> new String(value, UTF_8);
                    case BYTEA -> value;
                    case INT8 -> ByteBuffer.wrap(value).getLong();
                    case INT4 -> ByteBuffer.wrap(value).getInt();
                });
    }

    private static String printed(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    private static List<SpoolRecord> records(List<AuditEvent> events) {
        return IntStream.range(0, events.size())
                .mapToObj(i -> {
                    EncodedEvent encoded = EventCodec.encode(events.get(i), KEEP_DAYS, BYTES_MAX, EventGuard.NONE);
                    byte[] kept = encoded.kept().map(Json::bytes).orElse(new byte[0]);
                    return record(i + 1, encoded.head().bytes(), kept);
                })
                .toList();
    }

    private static SpoolRecord record(long seq, byte[] head, byte[] kept) {
        return new SpoolRecord(new Position(1, seq), 0, 0, RecordKind.EVENT, head, kept);
    }
}
