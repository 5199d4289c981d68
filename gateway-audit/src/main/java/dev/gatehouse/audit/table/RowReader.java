package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.json.Json;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads rows out of lines of an export. */
public final class RowReader {
    private static final byte[] NOTHING = {};

    private RowReader() {}

    /**
     * A row of {@code audit.event}.
     *
     * @throws IllegalArgumentException when a column holds what it cannot hold
     */
    public static CopiedRow event(Json row) {
        boolean isStart = row.text("type").orElse("").equals("epoch_started");
        return new CopiedRow(
                record(row, isStart ? RecordKind.EPOCH : RecordKind.EVENT, "body", "payload"),
                hasClocks(row),
                columns(row));
    }

    /** A row of {@code audit.dead_letter}; throws as {@link #event} does. */
    public static CopiedRow deadLetter(Json row) {
        int kind = (int) integer(row, "kind", Integer.MIN_VALUE, Integer.MAX_VALUE);
        RecordKind known = RecordKind.of(kind).orElse(RecordKind.SEGMENT);
        return new CopiedRow(record(row, known, "body", "payload"), hasClocks(row), null);
    }

    /** A row of {@code audit.block}; throws as {@link #event} does. */
    public static CopiedRow block(Json row) {
        SpoolRecord unsigned = record(row, RecordKind.BLOCK, "header", "");
        byte[] signature = HexFormat.of().parseHex(text(row, "signature"));
        return new CopiedRow(
                new SpoolRecord(
                        unsigned.position(),
                        unsigned.wallNanos(),
                        unsigned.monoNanos(),
                        RecordKind.BLOCK,
                        unsigned.head(),
                        signature),
                hasClocks(row),
                null);
    }

    private static SpoolRecord record(Json row, RecordKind kind, String head, String kept) {
        return new SpoolRecord(
                new Position(integer(row, "epoch"), integer(row, "seq")),
                isThere(row, "wall_ns") ? integer(row, "wall_ns") : 0,
                isThere(row, "mono_ns") ? integer(row, "mono_ns") : 0,
                kind,
                orNothing(bytes(row, head)),
                orNothing(bytes(row, kept)));
    }

    private static ByteBuffer columns(Json row) {
        ByteBuffer out = ByteBuffer.allocate(row.length() + Column.values().length * (Integer.BYTES + Long.BYTES));
        for (Column column : Column.values()) {
            byte[] value = value(row, column);
            if (value == null) {
                out.putInt(-1);
            } else {
                out.putInt(value.length).put(value);
            }
        }
        return out.flip();
    }

    private static byte @Nullable [] value(Json row, Column column) {
        String label = column.label();
        if (column.type() == Column.Type.BYTEA) {
            return bytes(row, label);
        }
        if (!isThere(row, label)) {
            return null;
        }
        return switch (column.type()) {
            case INT4 ->
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) integer(row, label, Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .array();
            case INT8 ->
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(column == Column.AT ? micros(text(row, label)) : integer(row, label))
                        .array();
            default -> text(row, label).getBytes(UTF_8);
        };
    }

    private static byte @Nullable [] bytes(Json row, String name) {
        if (isThere(row, name)) {
            return text(row, name).getBytes(UTF_8);
        }
        String hex = name + RowJson.HEX;
        return isThere(row, hex) ? HexFormat.of().parseHex(text(row, hex)) : null;
    }

    private static byte[] orNothing(byte @Nullable [] bytes) {
        return bytes == null ? NOTHING : bytes;
    }

    private static long micros(String at) {
        try {
            Instant read = Instant.parse(at);
            Instant whole = read.truncatedTo(ChronoUnit.MICROS);
            if (!whole.equals(read)) {
                throw new IllegalArgumentException("\"at\" has more than microseconds");
            }
            return ChronoUnit.MICROS.between(Instant.EPOCH, whole);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("\"at\" is no time", e);
        }
    }

    private static boolean hasClocks(Json row) {
        return isThere(row, "wall_ns") && isThere(row, "mono_ns");
    }

    private static boolean isThere(Json row, String name) {
        return row.member(name).filter(value -> !value.isNull()).isPresent();
    }

    private static String text(Json row, String name) {
        return row.text(name).orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no string"));
    }

    private static long integer(Json row, String name) {
        return integer(row, name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long integer(Json row, String name, long min, long max) {
        Optional<Json> value = row.member(name);
        OptionalLong integer = value.map(Json::integer).orElse(OptionalLong.empty());
        if (integer.isEmpty() || integer.getAsLong() < min || integer.getAsLong() > max) {
            throw new IllegalArgumentException("\"" + name + "\" is no integer that fits");
        }
        return integer.getAsLong();
    }
}
