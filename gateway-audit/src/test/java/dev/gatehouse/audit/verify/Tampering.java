package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.strings;

import dev.gatehouse.audit.segment.Position;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/** Alters rows as somebody might who may write to every table, and puts everything back. */
final class Tampering {
    static final List<String> TABLES = List.of("event", "block", "dead_letter");

    /** Of a dead letter, when and why it was parked is no part of the trail. */
    private static final String COLUMNS = "SELECT column_name || ' ' || data_type || ' ' || is_nullable"
            + " FROM information_schema.columns WHERE table_schema = 'audit' AND table_name = '%s'"
            + " AND column_name NOT IN ('parked_at', 'reason') ORDER BY ordinal_position";

    private static final int TEXT_POSITIONS = 16;
    /** Lower ones would let rows collide in the primary key, which tells of it by itself. */
    private static final int BIT_MIN = 12;

    private static final int BIT_MAX = 30;

    private final DataSource database;
    private final String gateway;
    private final Random random;

    /** Remembers how it is now. */
    Tampering(DataSource database, String gateway, Random random) {
        this.database = database;
        this.gateway = gateway;
        this.random = random;
        for (String table : TABLES) {
            execute(database, "CREATE TABLE audit.saved_" + table + " AS SELECT * FROM audit." + table);
        }
    }

    /** {@code name type nullable} of every column that is part of the trail. */
    List<String> columns(String table) {
        return strings(database, COLUMNS.formatted(table));
    }

    /** Changes one value by as little as its type allows, or makes it null, or something of nothing. Returns what it did. */
    String flip(String table, String column, Position at) {
        String[] parts = column.split(" ", 2);
        boolean nullable = column.endsWith("YES");
        String name = parts[0];
        String is = "CASE WHEN " + name + " IS NULL THEN " + something(parts[1]) + " ELSE "
                + (nullable && random.nextInt(4) == 0 ? "NULL" : other(name, parts[1])) + " END";
        execute(database, "UPDATE audit." + table + " SET " + name + " = " + is + where(at));
        return table + "." + name + " of " + at;
    }

    void delete(String table, Position at) {
        execute(database, "DELETE FROM audit." + table + where(at));
    }

    /** Lets two rows of a table change their places. */
    void swap(String table, Position one, Position other) {
        Position aside = new Position(-1, -1);
        move(table, one, aside);
        move(table, other, one);
        move(table, aside, other);
    }

    /** Everything after a position, of whatever table. */
    void cutAfter(Position end) {
        for (String table : TABLES) {
            execute(
                    database,
                    "DELETE FROM audit." + table + " WHERE (epoch, seq) > (" + end.epoch() + ", " + end.seq() + ")");
        }
    }

    /** Only rows that were touched: to write all of them anew takes longer than to verify them. */
    void restore() {
        for (String table : TABLES) {
            String all = "audit." + table;
            String saved = "audit.saved_" + table;
            execute(
                    database,
                    "DELETE FROM " + all + " t WHERE NOT EXISTS (SELECT FROM " + saved
                            + " s WHERE (s.gateway_id, s.epoch, s.seq) = (t.gateway_id, t.epoch, t.seq)"
                            + " AND s = t)");
            execute(
                    database,
                    "INSERT INTO " + all + " SELECT * FROM " + saved + " s WHERE NOT EXISTS (SELECT FROM " + all
                            + " t WHERE (t.gateway_id, t.epoch, t.seq) = (s.gateway_id, s.epoch, s.seq))");
        }
    }

    private void move(String table, Position from, Position to) {
        execute(database, "UPDATE audit." + table + " SET epoch = " + to.epoch() + ", seq = " + to.seq() + where(from));
    }

    private String where(Position at) {
        return " WHERE gateway_id = '" + gateway + "' AND epoch = " + at.epoch() + " AND seq = " + at.seq();
    }

    private static String something(String type) {
        return switch (type.split(" ")[0]) {
            case "bigint", "integer" -> "7";
            case "bytea" -> "'\\x37'::bytea";
            case "timestamp" -> "at";
            default -> "'7'";
        };
    }

    private String other(String name, String type) {
        return switch (type.split(" ")[0]) {
            case "bigint", "integer" -> name + " # " + (1 << random.nextInt(BIT_MIN, BIT_MAX));
            case "smallint" -> name + " # " + (1 << random.nextInt(3));
            case "timestamp" -> name + " + interval '1 us'";
            case "bytea" -> bytes(name);
            default -> text(name);
        };
    }

    private String bytes(String name) {
        String at = "(" + random.nextInt(1 << 20) + " % length(" + name + "))";
        return "CASE WHEN length(" + name + ") = 0 THEN '\\x37'::bytea ELSE set_byte(" + name + ", " + at
                + ", get_byte(" + name + ", " + at + ") # " + (1 << random.nextInt(8)) + ") END";
    }

    private String text(String name) {
        String at = " from " + (1 + random.nextInt(TEXT_POSITIONS)) + " for 1)";
        return "CASE WHEN substring(" + name + at + " = 'q' THEN overlay(" + name + " placing 'r'" + at
                + " ELSE overlay(" + name + " placing 'q'" + at + " END";
    }
}
