package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.Backoff;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.audit.sink.SinkPositions.Progress;
import dev.gatehouse.audit.sink.TrailReader.Stretch;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the trail to one sink, on one thread of its own, for as long as it takes; nothing waits for it. Of all gateways over one
 * database the one whose connection holds the sink's lock sends, and no longer than that connection lives. The position moves
 * after the sink has answered, so whatever fails in between is sent again.
 */
final class SinkPump {
    private static final int ALIVE_WITHIN_SECONDS = 2;
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);
    private static final Duration ASKED_PAUSE_MAX = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(SinkPump.class);

    private final SinkSpec spec;
    private final Sink sink;
    private final Connections database;
    private final SinkSettings settings;
    /** Present where each batch is a thing of its own. */
    private final Optional<Duration> fill;

    /** By gateway, since when there is less than a batch. */
    private final Map<String, Long> fillingSinceNanos = new HashMap<>();

    private final AuditJournal journal;
    private final Clocks clocks;
    private final SinkPositions positions;
    private final TrailReader trail;
    private final SinkGauge gauge;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    /** How many are offered at a time: fewer after a batch that was unfit, and more with each that is taken. */
    private int slice;

    private SinkPump(SinkSpec spec, Connections database, SinkSettings settings, AuditJournal journal, Clocks clocks) {
        this.spec = spec;
        this.sink = spec.open().get();
        this.database = database;
        Optional<Batch> batch = sink.batch();
        this.settings = batch.map(settings::reading).orElse(settings);
        this.fill = batch.map(Batch::fill);
        this.journal = journal;
        this.clocks = clocks;
        this.positions = new SinkPositions(spec.name());
        this.trail = new TrailReader(spec.selection(), spec.format(), this.settings);
        this.gauge = new SinkGauge(spec.name(), clocks);
        this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), new SecureRandom());
        this.slice = this.settings.recordsMax();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("gatehouse-sink-" + spec.name())
                .unstarted(this::run);
    }

    static SinkPump start(
            SinkSpec spec, Connections database, SinkSettings settings, AuditJournal journal, Clocks clocks) {
        SinkPump pump = new SinkPump(spec, database, settings, journal, clocks);
        pump.thread.start();
        return pump;
    }

    SinkSpec spec() {
        return spec;
    }

    SinkStatus status() {
        return gauge.status();
    }

    /** Returns at once; what is under way is answered first, and whoever comes next waits for the lock. */
    void stop() {
        closing.countDown();
    }

    boolean awaitEnd(Duration within) throws InterruptedException {
        return thread.join(within);
    }

    private void run() {
        while (!isClosing(Duration.ZERO)) {
            try (Connection connection = database.open()) {
                connection.setAutoCommit(false);
                connection.setNetworkTimeout(Runnable::run, (int)
                        settings.statementMax().multipliedBy(2).toMillis());
                if (positions.tryLock(connection)) {
                    gauge.sends(true);
                    serve(connection);
                } else {
                    gauge.works();
                    isClosing(settings.standby());
                }
            } catch (SQLException | AuditUnavailableException | RuntimeException e) {
                gauge.fails(SqlFailure.headline(e));
                isClosing(backoff.next());
            } finally {
                gauge.sends(false);
            }
        }
    }

    /** Until closed, or until something fails. Gateways take turns, so that one with a long backlog holds up no other. */
    private void serve(Connection connection) throws SQLException, AuditUnavailableException {
        while (!isClosing(Duration.ZERO)) {
            Map<String, Progress> known = positions.read(connection);
            Map<String, Position> ends = trail.ends(connection);
            showBehind(connection, known, ends);
            boolean isBehind = false;
            for (Map.Entry<String, Position> end : ends.entrySet()) {
                Progress progress = known.getOrDefault(end.getKey(), Progress.NONE);
                if (isDue(connection, end.getKey(), progress, end.getValue()) && !isClosing(Duration.ZERO)) {
                    isBehind = true;
                    bring(connection, end.getKey(), progress, end.getValue());
                }
            }
            if (!isBehind) {
                connection.commit();
                gauge.rests();
                isClosing(settings.every());
            }
        }
    }

    /** Whether there is something, and enough of it for a sink that wants much at a time. */
    private boolean isDue(Connection connection, String gateway, Progress progress, Position end) throws SQLException {
        if (!end.isAfter(progress.at())) {
            return false;
        }
        if (fill.isEmpty()
                || progress.announced().isPresent()
                || trail.count(connection, gateway, progress.at(), end) >= settings.recordsMax()) {
            return true;
        }
        long now = clocks.nanoTime();
        return now - fillingSinceNanos.computeIfAbsent(gateway, _ -> now)
                >= fill.get().toNanos();
    }

    private void bring(Connection connection, String gateway, Progress progress, Position end)
            throws SQLException, AuditUnavailableException {
        Position from = progress.at();
        Optional<Position> announced = progress.announced().filter(before -> !before.isAfter(end));
        limitStatements(connection);
        Stretch stretch = trail.next(connection, gateway, from, announced.orElse(end));
        connection.commit();
        tellMissing(gateway, from, stretch);
        refuseUnreadable(connection, stretch.unreadable());
        if (fill.isPresent() && announced.isEmpty()) {
            positions.announce(connection, gateway, from, stretch.end());
            connection.commit();
        }
        deliver(connection, gateway, from, stretch);
        fillingSinceNanos.remove(gateway);
    }

    /** To the end of the stretch, unless this is closed. */
    private void deliver(Connection connection, String gateway, Position from, Stretch stretch) throws SQLException {
        Position at = from;
        List<SinkRecord> rest = stretch.records();
        while (!rest.isEmpty() && !isClosing(Duration.ZERO)) {
            gauge.begins(rest.getFirst().at());
            List<SinkRecord> offered = rest.subList(0, Math.min(slice, rest.size()));
            int done = offer(connection, offered);
            if (done > 0) {
                at = move(connection, gateway, at, offered.get(done - 1).position());
                rest = rest.subList(done, rest.size());
            }
        }
        if (rest.isEmpty() && !at.equals(stretch.end())) {
            move(connection, gateway, at, stretch.end());
        }
    }

    /** Returns how many of them need not be offered again: taken or, the last of these, refused. */
    private int offer(Connection connection, List<SinkRecord> records) throws SQLException {
        switch (sink.take(records)) {
            case Answer.Taken() -> {
                gauge.took(records.size());
                slice = Math.min(settings.recordsMax(), slice * 2);
                return records.size();
            }
            case Answer.Refused(int index, String answer) -> {
                gauge.took(index);
                refuse(connection, records.get(index), answer);
                return index + 1;
            }
            case Answer.Unfit(String answer) -> {
                if (records.size() == 1) {
                    refuse(connection, records.getFirst(), answer);
                    return 1;
                }
                slice = records.size() / 2;
                return 0;
            }
            case Answer.Later later -> {
                waitFor(connection, later);
                return 0;
            }
        }
    }

    private Position move(Connection connection, String gateway, Position from, Position to) throws SQLException {
        positions.move(connection, gateway, from, to);
        connection.commit();
        backoff.reset();
        return to;
    }

    private void refuse(Connection connection, SinkRecord record, String answer) throws SQLException {
        LOG.error("audit record {} is refused by sink {}: see audit.sink_refused", record.id(), spec.name());
        positions.refuse(connection, record, answer);
        gauge.refused();
    }

    private void refuseUnreadable(Connection connection, List<SinkRecord> records) throws SQLException {
        for (SinkRecord record : records) {
            refuse(connection, record, "not sent: it is no event that this gateway can read");
        }
        connection.commit();
    }

    /** The connection is asked whether it is there: without it another gateway may be sending by now. */
    private void waitFor(Connection connection, Answer.Later later) throws SQLException {
        gauge.fails(later.reason());
        Duration asked = later.after().orElseGet(backoff::next);
        if (isClosing(asked.compareTo(ASKED_PAUSE_MAX) > 0 ? ASKED_PAUSE_MAX : asked)) {
            return;
        }
        if (!connection.isValid(ALIVE_WITHIN_SECONDS)) {
            throw new SQLException("the connection that holds the lock is gone");
        }
        showBehind(connection, positions.read(connection), trail.ends(connection));
    }

    private void showBehind(Connection connection, Map<String, Progress> known, Map<String, Position> ends)
            throws SQLException {
        long behind = 0;
        for (Map.Entry<String, Position> end : ends.entrySet()) {
            Position from = known.getOrDefault(end.getKey(), Progress.NONE).at();
            behind += trail.count(connection, end.getKey(), from, end.getValue());
        }
        connection.commit();
        gauge.lag(behind);
    }

    /** On the disk before the position passes them: what cannot be told is not passed. Told again when this process dies in between. */
    private void tellMissing(String gateway, Position from, Stretch stretch) throws AuditUnavailableException {
        if (stretch.missing() == 0) {
            return;
        }
        String what = stretch.missing() + " records of gateway " + gateway + " between " + from + " and "
                + stretch.end() + " were dropped from the trail before this sink took them";
        LOG.error("audit sink {}: {}", spec.name(), what);
        journal.append(new AuditEvent.Administered(clocks.now(), "gatehouse", "sink.missed", spec.name(), what))
                .awaitDurable(RECORD_WITHIN);
        gauge.missed(stretch.missing());
    }

    /** Limits hold for this transaction only. */
    private void limitStatements(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET LOCAL statement_timeout = " + settings.statementMax().toMillis());
        }
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
