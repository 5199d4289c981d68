package dev.gatehouse.audit.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.table.CopiedRow;
import dev.gatehouse.audit.table.RowReader;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an export. Its blocks may stand anywhere behind the records they cover, so the file is read twice at the same
 * time, once for blocks and once for all else, and the two are put together by position.
 */
final class ExportEntries implements Entries {
    private static final String BLOCK = "block";
    private static final int MEMBER_WITHIN = 64;
    private static final int HASH_BYTES = 32;

    private final ExportLines lines;
    private final String gateway;
    private final boolean blocks;
    private Position last = Position.ZERO;
    private boolean ended;
    private boolean complete;

    private ExportEntries(ExportLines lines, String gateway, boolean blocks) {
        this.lines = lines;
        this.gateway = gateway;
        this.blocks = blocks;
    }

    static Entries open(Path file, String gateway) throws IOException {
        return new Merged(new ExportEntries(ExportLines.open(file), gateway, false), blocks(file, gateway));
    }

    /** The blocks alone; what of them cannot be read is told by {@link #open}. */
    static Entries blocks(Path file, String gateway) throws IOException {
        return new ExportEntries(ExportLines.open(file), gateway, true);
    }

    /** Whether a line's first member seems to be this one: spares to read all others. */
    static boolean begins(byte[] line, String member) {
        String start = new String(line, 0, Math.min(line.length, MEMBER_WITHIN), US_ASCII);
        return start.contains('"' + member + '"');
    }

    @Override
    public @Nullable Entry next() throws IOException {
        while (!ended) {
            byte[] line;
            try {
                line = lines.next();
            } catch (IOException e) {
                ended = true;
                return blocks
                        ? null
                        : unreadable("cannot be read after line " + lines.number() + ": " + e.getMessage());
            }
            ended = line == null;
            if (ended && !blocks && !complete) {
                return unreadable("its last line is missing: it was cut off after line " + lines.number());
            }
            if (line != null && (!blocks || begins(line, BLOCK))) {
                Entry entry = entry(line);
                if (entry != null && blocks == SpoolTrail.isBlock(entry)) {
                    last = entry.position();
                    return entry;
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Null when the line holds no record. */
    private @Nullable Entry entry(byte[] line) {
        try {
            Json object = Json.read(line);
            Cursor member = object.isObject() ? object.cursor() : Json.EMPTY_OBJECT.cursor();
            if (!member.next()) {
                return unreadable("line " + lines.number() + " is no object with a member");
            }
            if (complete) {
                return unreadable("line " + lines.number() + " stands behind the last one");
            }
            String name = member.name();
            Json value = member.value();
            if (member.next()) {
                return unreadable("line " + lines.number() + " has more than one member");
            }
            return switch (name) {
                case "event" -> found(value, RowReader.event(value));
                case "dead_letter" -> found(value, RowReader.deadLetter(value));
                case BLOCK -> found(value, RowReader.block(value));
                case "leaf" -> leaf(value);
                case "retention" -> null;
                case "end" -> end(value);
                case "export" ->
                    lines.number() == 1 ? null : unreadable("line " + lines.number() + " begins another export");
                default -> unreadable("line " + lines.number() + " holds what no export of this format holds");
            };
        } catch (JsonSyntaxException | IllegalArgumentException | DateTimeParseException e) {
            return unreadable("line " + lines.number() + ": " + e.getMessage());
        }
    }

    private Entry found(Json row, CopiedRow copied) {
        return row.text("gateway_id").orElse("").equals(gateway)
                ? new Entry.Found(copied)
                : new Entry.Foreign(copied.record().position(), "a row of another gateway");
    }

    private @Nullable Entry end(Json value) {
        complete = true;
        return integer(value, "lines") == lines.number() ? null : unreadable("lines are missing, or too many");
    }

    private static Entry leaf(Json leaf) {
        byte[] hash = HexFormat.of().parseHex(leaf.text("hash").orElse(""));
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("\"hash\" is no hash");
        }
        return new Entry.Leaf(new Position(integer(leaf, "epoch"), integer(leaf, "seq")), lifetime(leaf), hash);
    }

    private static Lifetime lifetime(Json leaf) {
        int days = Math.clamp(integer(leaf, "keep"), Integer.MIN_VALUE, Integer.MAX_VALUE);
        return days == 0
                ? Lifetime.FOR_EVER
                : new Lifetime(
                        days, LocalDate.parse(leaf.text("day").orElse("")).toEpochDay());
    }

    private static long integer(Json row, String name) {
        OptionalLong integer = row.member(name).map(Json::integer).orElse(OptionalLong.empty());
        return integer.orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no integer"));
    }

    private Entry unreadable(String reason) {
        return new Entry.Unreadable(last, reason);
    }

    /** Two readings of the same file, by position. */
    private static final class Merged implements Entries {
        private final Entries records;
        private final Entries blocks;
        private @Nullable Entry record;
        private @Nullable Entry block;

        Merged(Entries records, Entries blocks) throws IOException {
            this.records = records;
            this.blocks = blocks;
            this.record = records.next();
            this.block = blocks.next();
        }

        @Override
        public @Nullable Entry next() throws IOException {
            Entry nextRecord = record;
            Entry nextBlock = block;
            if (nextBlock == null
                    || (nextRecord != null && !nextRecord.position().isAfter(nextBlock.position()))) {
                record = nextRecord == null ? null : records.next();
                return nextRecord;
            }
            block = blocks.next();
            return nextBlock;
        }

        @Override
        public void close() throws IOException {
            records.close();
            blocks.close();
        }
    }
}
