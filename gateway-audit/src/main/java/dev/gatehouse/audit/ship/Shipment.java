package dev.gatehouse.audit.ship;

import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.table.BlockTable;
import dev.gatehouse.audit.table.DeadLetters;
import dev.gatehouse.audit.table.EventTable;
import dev.gatehouse.audit.table.Partitions;
import dev.gatehouse.audit.table.RowBatch;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.audit.table.TrailRole;
import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.call.Clocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records into the database, each batch and the watermark in one transaction, so that whatever fails they have
 * arrived once or not at all. A record that the table refuses is found by halving and parked; the rest goes on.
 */
final class Shipment {
    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);

    private final String gatewayId;
    private final EventTable events;
    private final BlockTable blocks;
    private final Watermark watermark;
    private final DeadLetters deadLetters;
    private final Partitions partitions;
    private final Duration statementMax;
    private final RowBatch rows = new RowBatch();
    private Position arrived = Position.ZERO;
    private boolean restricted;

    Shipment(String gatewayId, Clocks clocks, Duration statementMax) {
        this.gatewayId = gatewayId;
        this.events = new EventTable(gatewayId);
        this.blocks = new BlockTable(gatewayId);
        this.watermark = new Watermark(gatewayId);
        this.deadLetters = new DeadLetters(gatewayId);
        this.partitions = new Partitions(clocks, this::limits);
        this.statementMax = statementMax;
    }

    /** Where the database says this gateway's records end; what is brought from now on moves that on. */
    Position contact(Connection connection) throws SQLException {
        restricted = TrailRole.WRITER.isGranted(connection);
        begin(connection);
        arrived = watermark.read(connection);
        connection.commit();
        return arrived;
    }

    /** The last record that is known to have arrived. */
    Position arrived() {
        return arrived;
    }

    /** @param atOnce how many go into one statement */
    void bring(Connection connection, List<SpoolRecord> records, int atOnce) throws SQLException {
        int brought = 0;
        while (brought < records.size()) {
            brought += bringSome(connection, records.subList(brought, records.size()), atOnce);
        }
    }

    /** How many were brought: all, or in one transaction those before one whose partition has to be made first. */
    private int bringSome(Connection connection, List<SpoolRecord> records, int atOnce) throws SQLException {
        try {
            rows.fill(part(records, 0, atOnce));
            partitions.ensureFor(connection, rows.days());
            begin(connection);
            int brought = 0;
            do {
                brought += insert(connection, part(records, brought, atOnce));
            } while (brought < records.size() && isNext(part(records, brought, atOnce)));
            finish(connection, records.get(brought - 1).position());
            return brought;
        } catch (UnreadableEventException e) {
            connection.rollback();
            halve(connection, records, atOnce, SqlFailure.headline(e));
        } catch (SQLException e) {
            connection.rollback();
            if (!SqlFailure.isOfTheRows(e)) {
                throw e;
            }
            halve(connection, records, atOnce, SqlFailure.headline(e));
        }
        return records.size();
    }

    private static List<SpoolRecord> part(List<SpoolRecord> records, int from, int atOnce) {
        return records.subList(from, Math.min(from + atOnce, records.size()));
    }

    /** Whether the part, which the rows are of from now on, may go into the transaction under way. */
    private boolean isNext(List<SpoolRecord> part) throws UnreadableEventException {
        rows.fill(part);
        return partitions.areMadeFor(rows.days());
    }

    private int insert(Connection connection, List<SpoolRecord> part) throws SQLException {
        if (!rows.isEmpty()) {
            events.insert(connection, rows);
        }
        blocks.insert(connection, part);
        return part.size();
    }

    private void halve(Connection connection, List<SpoolRecord> records, int atOnce, String why) throws SQLException {
        if (records.size() == 1) {
            park(connection, records.getFirst(), why);
            return;
        }
        int middle = records.size() / 2;
        bring(connection, records.subList(0, middle), atOnce);
        bring(connection, records.subList(middle, records.size()), atOnce);
    }

    private void park(Connection connection, SpoolRecord record, String why) throws SQLException {
        LOG.error("audit record {} is refused by the database and parked in audit.dead_letter", record.position());
        begin(connection);
        deadLetters.park(connection, record, why);
        finish(connection, record.position());
    }

    private void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(limits());
        }
    }

    /** They hold for one transaction only: the connection may be shared with others. */
    private String limits() {
        String timeout = "SET LOCAL statement_timeout = " + statementMax.toMillis();
        return restricted ? timeout + "; " + TrailRole.WRITER.statement() : timeout;
    }

    private void finish(Connection connection, Position end) throws SQLException {
        if (!watermark.move(connection, arrived, end)) {
            connection.rollback();
            throw new SQLException("the watermark of gateway " + gatewayId
                    + " was moved by somebody else: does another gateway run on a copy of this spool?");
        }
        CrashPoint.BEFORE_SHIP_COMMIT.reached();
        connection.commit();
        CrashPoint.AFTER_SHIP_COMMIT.reached();
        arrived = end;
    }
}
