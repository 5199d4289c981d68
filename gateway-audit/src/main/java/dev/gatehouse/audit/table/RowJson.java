package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Writes rows as lines of an export hold them. */
public final class RowJson {
    static final String HEX = "_hex";

    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int ROW_BYTES = 2_048;

    private RowJson() {}

    /** A line: an object with one member, which says of which table the row is. */
    public static Json line(String gateway, CopiedRow row) {
        ByteBuffer columns = row.columns();
        ObjectWriter out = Json.object(ROW_BYTES).put("gateway_id", gateway);
        if (columns != null) {
            return named("event", event(out, columns.duplicate()));
        }
        SpoolRecord record = row.record();
        out.put("epoch", record.position().epoch()).put("seq", record.position().seq());
        if (row.hasClocks()) {
            out.put("wall_ns", record.wallNanos()).put("mono_ns", record.monoNanos());
        }
        if (record.kind() == RecordKind.BLOCK) {
            bytes(out, "header", record.head());
            return named("block", out.put("signature", HexFormat.of().formatHex(record.kept())));
        }
        bytes(out.put("kind", record.kind().code()), "body", record.head());
        bytes(out, "payload", record.kept());
        return named("dead_letter", out);
    }

    private static ObjectWriter event(ObjectWriter out, ByteBuffer columns) {
        for (Column column : Column.values()) {
            int length = columns.getInt();
            if (length < 0) {
                continue;
            }
            ByteBuffer value = columns.slice(columns.position(), length);
            columns.position(columns.position() + length);
            String label = column.label();
            switch (column.type()) {
                case BYTEA -> bytes(out, label, copy(value));
                case INT4 -> out.put(label, value.getInt());
                case INT8 -> {
                    if (column == Column.AT) {
                        out.put(label, AT.format(Instant.EPOCH.plus(value.getLong(), ChronoUnit.MICROS)));
                    } else {
                        out.put(label, value.getLong());
                    }
                }
                case TEXT -> out.put(label, UTF_8.decode(value).toString());
            }
        }
        return out;
    }

    /** As text where it is UTF-8, else as hexadecimal digits. */
    private static void bytes(ObjectWriter out, String name, byte[] value) {
        try {
            out.put(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            out.put(name + HEX, HexFormat.of().formatHex(value));
        }
    }

    private static byte[] copy(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static Json named(String member, ObjectWriter row) {
        return Json.object().put(member, row.build()).build();
    }
}
