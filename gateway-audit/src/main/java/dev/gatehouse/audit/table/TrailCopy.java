package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * The rows of one gateway as {@code COPY} gives them in binary, by position, out of all tables that hold records: no value is
 * parsed that nobody asks for, and the server holds none of them back. Not thread-safe.
 */
public final class TrailCopy {
    private static final int SIGNATURE_BYTES = 11;
    private static final int EVENT = 1;
    /** Microseconds from 1970 to 2000, where PostgreSQL begins to count. */
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;

    private static final byte[] EPOCH_STARTED = "epoch_started".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};
    private static final Column[] COLUMNS = Column.values();
    private static final Set<Column> ASKED = EnumSet.of(
            Column.EPOCH,
            Column.SEQ,
            Column.AT,
            Column.WALL_NS,
            Column.MONO_NS,
            Column.TYPE,
            Column.PAYLOAD,
            Column.BODY);
    private static final Map<Column, String> OF_BLOCK = Map.of(Column.PAYLOAD, "signature", Column.BODY, "header");

    private final CopyOut copy;
    private final Map<Column, Integer> starts = new EnumMap<>(Column.class);
    private boolean begun;

    public TrailCopy(CopyOut copy) {
        this.copy = copy;
    }

    /** Everything from a position on. */
    public static String records(String gateway, Position from) {
        return copy(where(gateway, from));
    }

    /** Everything between two positions, both included. */
    public static String records(String gateway, Position from, Position to) {
        return copy(where(gateway, from) + until(to));
    }

    private static String until(Position to) {
        return " AND (epoch, seq) <= (" + to.epoch() + ", " + to.seq() + ")";
    }

    private static String copy(String where) {
        return "COPY (SELECT 1 AS source, NULL::int4 AS kind, " + joined(Column::label) + " FROM audit.event"
                + where
                + " UNION ALL SELECT 2, kind::int4, "
                + joined(column -> isOfRecord(column) ? column.label() : "NULL::" + type(column))
                + " FROM audit.dead_letter" + where
                + " UNION ALL SELECT 3, " + RecordKind.BLOCK.code() + ", " + joined(TrailCopy::ofBlock)
                + " FROM audit.block" + where
                + " ORDER BY epoch, seq) TO STDOUT (FORMAT binary)";
    }

    /** The blocks alone. */
    public static String blocks(String gateway) {
        return blocksWhere(where(gateway, Position.ZERO));
    }

    /** Those between two positions, both included. */
    public static String blocks(String gateway, Position from, Position to) {
        return blocksWhere(where(gateway, from) + until(to));
    }

    private static String blocksWhere(String where) {
        return "COPY (SELECT 3 AS source, " + RecordKind.BLOCK.code() + " AS kind, "
                + joined(TrailCopy::ofBlock) + " FROM audit.block" + where
                + " ORDER BY epoch, seq) TO STDOUT (FORMAT binary)";
    }

    /**
     * The next row; empty after the last.
     *
     * @throws IOException when what arrives is no such row
     */
    public Optional<CopiedRow> next() throws SQLException, IOException {
        byte[] message = copy.readFromCopy();
        if (message == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            if (!begun) {
                begun = true;
                in.position(SIGNATURE_BYTES + Integer.BYTES);
                int extension = in.getInt();
                in.position(in.position() + extension);
            }
            if (in.getShort() < 0) {
                // The end is a count of -1, which comes alone; with what follows it the connection is free again.
                copy.readFromCopy();
                return Optional.empty();
            }
            return Optional.of(row(in));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the database sent what is no row", e);
        }
    }

    /** Whether rows may be left. */
    public boolean isActive() {
        return copy.isActive();
    }

    private CopiedRow row(ByteBuffer in) {
        boolean isEvent = number(in) == EVENT;
        boolean kindIsNull = in.getInt() < 0;
        int kind = kindIsNull ? 0 : in.getInt();
        int from = in.position();
        for (Column column : COLUMNS) {
            if (ASKED.contains(column)) {
                starts.put(column, in.position() - from);
            }
            int length = in.getInt();
            in.position(in.position() + Math.max(0, length));
        }
        ByteBuffer columns = in.flip().position(from).slice();
        if (isEvent) {
            int at = start(Column.AT) + Integer.BYTES;
            columns.putLong(at, columns.getLong(at) + MICROS_TO_2000);
        }
        // No record of a stream is of the kind SEGMENT, so no proof takes what stands for an altered kind.
        RecordKind known = isEvent ? ofType(columns) : RecordKind.of(kind).orElse(RecordKind.SEGMENT);
        boolean hasClocks = isThere(columns, Column.WALL_NS) && isThere(columns, Column.MONO_NS);
        SpoolRecord record = new SpoolRecord(
                new Position(integer(columns, Column.EPOCH), integer(columns, Column.SEQ)),
                hasClocks ? integer(columns, Column.WALL_NS) : 0,
                hasClocks ? integer(columns, Column.MONO_NS) : 0,
                known,
                bytes(columns, Column.BODY),
                bytes(columns, Column.PAYLOAD));
        return new CopiedRow(record, hasClocks, isEvent ? columns : null);
    }

    private RecordKind ofType(ByteBuffer columns) {
        return Arrays.equals(bytes(columns, Column.TYPE), EPOCH_STARTED) ? RecordKind.EPOCH : RecordKind.EVENT;
    }

    private boolean isThere(ByteBuffer columns, Column column) {
        return columns.getInt(start(column)) >= 0;
    }

    private long integer(ByteBuffer columns, Column column) {
        return columns.getLong(start(column) + Integer.BYTES);
    }

    private byte[] bytes(ByteBuffer columns, Column column) {
        int at = start(column);
        int length = columns.getInt(at);
        if (length <= 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[length];
        columns.get(at + Integer.BYTES, bytes);
        return bytes;
    }

    private int start(Column column) {
        return Objects.requireNonNull(starts.get(column));
    }

    private static int number(ByteBuffer in) {
        in.getInt();
        return in.getInt();
    }

    private static boolean isOfRecord(Column column) {
        return switch (column) {
            case EPOCH, SEQ, WALL_NS, MONO_NS, PAYLOAD, BODY -> true;
            default -> false;
        };
    }

    private static String ofBlock(Column column) {
        @Nullable String renamed = OF_BLOCK.get(column);
        if (renamed != null) {
            return renamed;
        }
        return isOfRecord(column) ? column.label() : "NULL::" + type(column);
    }

    private static String type(Column column) {
        return column == Column.AT ? "timestamptz" : column.type().name();
    }

    /** As a literal, because {@code COPY} takes no parameters. */
    private static String where(String gateway, Position from) {
        String of = " WHERE gateway_id = '" + gateway.replace("'", "''") + "'";
        return from.equals(Position.ZERO) ? of : of + " AND (epoch, seq) >= (" + from.epoch() + ", " + from.seq() + ")";
    }

    private static String joined(Function<Column, String> part) {
        return Stream.of(COLUMNS).map(part).collect(Collectors.joining(", "));
    }
}
