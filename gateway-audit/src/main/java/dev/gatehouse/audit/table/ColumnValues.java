package dev.gatehouse.audit.table;

import dev.gatehouse.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * The values of one column of a batch, gathered as the bytes of a binary array of PostgreSQL: dimensions, whether nulls may
 * occur, element type, length, lower bound, and each value after its length. Not thread-safe.
 */
final class ColumnValues extends PGobject implements PGBinaryObject {
    private static final long serialVersionUID = 1;

    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int NULL_LENGTH = -1;
    private static final int QUOTES_BYTES = 2;
    private static final int FIRST_BYTES = 16 << 10;
    /** A buffer that one large record made larger than this is not kept for the next batch. */
    private static final int KEPT_BYTES_MAX = 2 << 20;

    private final transient Column column;
    private transient ByteBuffer values = ByteBuffer.allocate(FIRST_BYTES);
    private int rows;
    private int lengthAt;
    private boolean begun;

    ColumnValues(Column column) {
        this.column = column;
        setType(column.type().arrayName());
    }

    void clear() {
        values = values.capacity() > KEPT_BYTES_MAX ? ByteBuffer.allocate(FIRST_BYTES) : values.clear();
        rows = 0;
        begun = false;
    }

    /** The row's value; of an integer column, one that fits. */
    void add(long number) {
        ensure(Integer.BYTES + Long.BYTES);
        begin();
        if (column.type() == Column.Type.INT8) {
            values.putLong(number);
        } else {
            values.putInt((int) number);
        }
        end();
    }

    /** Makes bytes the row's value, or adds them to its end. */
    void append(byte[] more) {
        ensure(Integer.BYTES + more.length);
        begin();
        values.put(more);
        end();
    }

    /** Makes a string the row's value, or adds it to its end after a separator. */
    void append(byte[] separator, Json string) {
        ensure(Integer.BYTES + separator.length + string.length());
        if (begun) {
            values.put(separator);
        }
        begin();
        int from = values.position();
        int length = string.copyStringTo(values.array(), from);
        values.position(from + length);
        // A NUL was an escape, and escapes are longer than what they stand for.
        if (length < string.length() - QUOTES_BYTES && hasNul(from, from + length)) {
            replaceNul(from, from + length);
        }
        end();
    }

    /** A row without a value gets null. */
    void endRow() {
        if (!begun) {
            ensure(Integer.BYTES);
            values.putInt(NULL_LENGTH);
        }
        begun = false;
        rows++;
    }

    /** Whether the first row's value is what stands at the buffer's position, in the same form; steps over that in any case. */
    boolean isFirstIn(ByteBuffer row) {
        int length = Integer.BYTES + Math.max(0, row.getInt(row.position()));
        int from = row.arrayOffset() + row.position();
        row.position(row.position() + length);
        int own = Integer.BYTES + Math.max(0, values.getInt(0));
        return Arrays.equals(row.array(), from, from + length, values.array(), 0, own);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            lengthAt = values.position();
            values.putInt(0);
        }
    }

    private void end() {
        values.putInt(lengthAt, values.position() - lengthAt - Integer.BYTES);
    }

    private void ensure(int more) {
        if (values.remaining() < more) {
            int needed = Math.addExact(values.position(), more);
            values =
                    ByteBuffer.allocate(Math.max(needed, 2 * values.capacity())).put(values.flip());
        }
    }

    private boolean hasNul(int from, int to) {
        byte[] bytes = values.array();
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL's text knows no NUL, and client names may hold one: there it becomes U+FFFD, the body has the truth. */
    private void replaceNul(int from, int to) {
        String text = new String(values.array(), from, to - from, StandardCharsets.UTF_8);
        byte[] replaced = text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
        values.position(from);
        ensure(replaced.length);
        values.put(replaced);
    }

    @Override
    public int lengthInBytes() {
        return HEADER_BYTES + values.position();
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes, offset, lengthInBytes());
        out.putInt(1).putInt(1).putInt(column.type().oid).putInt(rows).putInt(1);
        out.put(values.array(), 0, values.position());
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("only ever sent");
    }

    /** @throws IllegalStateException always: nothing but a setting of the connection makes the driver ask for text */
    @Override
    public String getValue() {
        throw new IllegalStateException("audit records are sent in binary: the connection must not forbid it");
    }

    @Override
    public String toString() {
        return column + ": " + rows + " values";
    }

    /** The same object: values are gathered, not compared. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
