package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which members of an object go to which columns. They are looked for in the order in which they are written, so that a
 * walk finds each at the first or second try; another order is slower and no less right.
 */
record Fields(List<Field> fields) {

    /** What becomes of one member. */
    @FunctionalInterface
    interface Taker {
        void take(Json value, RowBatch row) throws UnreadableEventException;
    }

    record Field(String member, Taker taker) {}

    static Fields of(Field... fields) {
        return new Fields(List.of(fields));
    }

    Fields and(Field... more) {
        return new Fields(Stream.concat(fields.stream(), Stream.of(more)).toList());
    }

    Fields and(Fields more) {
        return new Fields(Stream.concat(fields.stream(), more.fields.stream()).toList());
    }

    /** Known, and in no column. */
    static Field skipped(String member) {
        return new Field(member, (_, _) -> {});
    }

    static Field text(String member, Column column) {
        return joined(member, column, "");
    }

    /** Text that is put behind what the row has in this column already. */
    static Field joined(String member, Column column, String separator) {
        byte[] between = separator.getBytes(US_ASCII);
        return new Field(member, (value, row) -> {
            if (!value.isString()) {
                throw new UnreadableEventException("\"" + member + "\" is no string");
            }
            row.of(column).append(between, value);
        });
    }

    static Field number(String member, Column column) {
        boolean narrow = column.type() == Column.Type.INT4;
        return new Field(member, (value, row) -> {
            long number = integer(member, value);
            if (narrow && number != (int) number) {
                throw new UnreadableEventException("\"" + member + "\" exceeds 32 bits");
            }
            row.of(column).add(number);
        });
    }

    /** An object with fields of its own. */
    static Field inside(String member, Fields fields) {
        return new Field(member, fields::take);
    }

    static long integer(String member, Json value) throws UnreadableEventException {
        return value.integer()
                .orElseThrow(() -> new UnreadableEventException("\"" + member + "\" is no integer of 64 bits"));
    }

    void take(Json object, RowBatch row) throws UnreadableEventException {
        if (!object.isObject()) {
            throw new UnreadableEventException("not an object");
        }
        Cursor member = object.cursor();
        int expected = 0;
        while (member.next()) {
            int found = find(member, expected);
            if (found >= 0) {
                fields.get(found).taker.take(member.value(), row);
                expected = found + 1;
            }
        }
    }

    private int find(Cursor member, int expected) {
        int count = fields.size();
        for (int i = 0; i < count; i++) {
            int at = expected + i < count ? expected + i : expected + i - count;
            if (member.isNamed(fields.get(at).member)) {
                return at;
            }
        }
        return -1;
    }
}
