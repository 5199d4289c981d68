package dev.gatehouse.core.database;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.call.Clocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * One transaction whose changes are in the audit trail, durably, before they are committed. When the commit is not
 * confirmed after all, the trail says that too: it must not claim more than is known.
 */
public final class RecordedChange {
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);

    private final Place place;
    private final String actor;
    private final Instant now;
    private final Connection connection;
    private final List<AuditEvent.Administered> recorded;

    private RecordedChange(
            Place place, String actor, Instant now, Connection connection, List<AuditEvent.Administered> recorded) {
        this.place = place;
        this.actor = actor;
        this.now = now;
        this.connection = connection;
        this.recorded = recorded;
    }

    @FunctionalInterface
    public interface Work<T> {
        T in(RecordedChange change) throws SQLException, AuditUnavailableException;
    }

    /** Where changes are made, and where they are told. */
    public record Place(DataSource database, AuditJournal journal, Clocks clocks) {

        /**
         * @param actor who changes something, for the trail
         * @throws SQLException when the database does not confirm it: ask again
         * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
         */
        public <T> T change(String actor, Work<T> work) throws SQLException, AuditUnavailableException {
            List<AuditEvent.Administered> recorded = new ArrayList<>(1);
            try {
                return Transaction.<T, AuditUnavailableException>run(
                        database, c -> work.in(new RecordedChange(this, actor, now(), c, recorded)));
            } catch (Throwable e) {
                for (AuditEvent.Administered event : recorded) {
                    doubt(event);
                }
                throw e;
            }
        }

        /** As the database will have it: what is recorded of a row is what is read of it later. */
        private Instant now() {
            return clocks.now().truncatedTo(ChronoUnit.MICROS);
        }

        private void doubt(AuditEvent.Administered event) throws AuditUnavailableException {
            var _ = journal.append(new AuditEvent.Administered(
                    clocks.now(),
                    event.actor(),
                    event.action() + ".unconfirmed",
                    event.object(),
                    "the database did not confirm: " + event.detail()));
        }
    }

    public Connection connection() {
        return connection;
    }

    /** When the change began. */
    public Instant now() {
        return now;
    }

    /** What has neither a before nor an after. */
    public void record(String action, String object, String detail) throws AuditUnavailableException {
        record(action, object, detail, BeforeAfter.UNSAID);
    }

    /** To be called before anything is written, and before locks that others wait for: a disk takes its time. */
    public void record(String action, String object, String detail, BeforeAfter difference)
            throws AuditUnavailableException {
        var event = new AuditEvent.Administered(now, actor, action, object, detail, difference);
        place.journal().append(event).awaitDurable(RECORD_WITHIN);
        recorded.add(event);
    }
}
