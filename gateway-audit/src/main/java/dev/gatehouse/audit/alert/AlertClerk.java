package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is seen, decides what of it is news, and lays out what is to be told. Of several gateways over one database one
 * tells; while it is away each tells by itself, so that something may be told twice and nothing is not told at all. One thread.
 */
final class AlertClerk {
    /** Whoever asks a database that does not answer waits, and what is urgent waits behind it. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(AlertClerk.class);

    private final AlertParts parts;
    private final Supplier<AlertSettings> settings;
    private final AlertBook book;
    private final Outbox outbox;
    private final AlertRecords records;
    private final AlertCounts counts;

    private Instant asked = Instant.MIN;
    private Instant endedAt = Instant.MIN;
    private boolean isAway;
    private Instant graceUntil;

    AlertClerk(
            AlertParts parts,
            Supplier<AlertSettings> settings,
            AlertBook book,
            Outbox outbox,
            AlertRecords records,
            AlertCounts counts) {
        this.parts = parts;
        this.settings = settings;
        this.book = book;
        this.outbox = outbox;
        this.records = records;
        this.counts = counts;
        this.graceUntil = parts.place().clocks().now().plus(parts.pace().grace());
    }

    void round() {
        Instant now = parts.place().clocks().now();
        for (Sighted sighted : book.due(now, parts.pace().said())) {
            say(sighted, now);
        }
        boolean alone = isLeftAlone(now);
        for (Alert alert : book.ended(now, alone)) {
            tellAlone(alert, Standing.News.OVER, now);
        }
        if (!alone && !now.isBefore(endedAt.plus(parts.pace().look()))) {
            endedAt = now;
            end(now);
        }
    }

    private boolean isLeftAlone(Instant now) {
        return isAway && now.isBefore(asked.plus(LEFT_ALONE));
    }

    private void say(Sighted sighted, Instant now) {
        if (!isLeftAlone(now)) {
            try {
                List<Runnable> after = new ArrayList<>();
                AlertTable.Said said = Transaction.run(parts.place().database(), connection -> {
                    AlertTable.Said known = AlertTable.sighted(
                            connection, sighted, now, settings.get().repeat());
                    after.addAll(layOut(
                            connection,
                            known.alert(),
                            known.news(),
                            sighted.rule().channels(),
                            now));
                    return known;
                });
                answered();
                book.said(sighted, said.standing(), now);
                after.forEach(Runnable::run);
                if (said.news() != Standing.News.NONE) {
                    records.record(
                            said.news().word(), said.alert(), said.alert().text());
                }
                return;
            } catch (SQLException e) {
                failed(e, now);
            }
        }
        Standing.News news = book.decide(sighted, now, settings.get().repeat());
        if (news != Standing.News.NONE) {
            book.all().stream()
                    .filter(alert -> alert.id().equals(sighted.id()))
                    .forEach(alert -> tellAlone(alert, news, now));
        }
    }

    private void tellAlone(Alert alert, Standing.News news, Instant now) {
        records.record(news.word(), alert, alert.text());
        for (Parcel parcel : parcels(alert, news, channels(alert), now)) {
            outbox.add(parcel).ifPresent(this::dropped);
        }
    }

    private void end(Instant now) {
        try {
            List<Runnable> after = new ArrayList<>();
            List<Alert> over = Transaction.run(parts.place().database(), connection -> {
                List<Alert> ended = now.isBefore(graceUntil) ? List.of() : AlertTable.end(connection, now);
                for (Alert alert : ended) {
                    if (isTold(alert, now)) {
                        after.addAll(layOut(connection, alert, Standing.News.OVER, channels(alert), now));
                    }
                }
                AlertTable.forget(connection, now);
                counts.waiting(ParcelTable.count(connection));
                return ended;
            });
            answered();
            after.forEach(Runnable::run);
            over.forEach(alert -> records.record(
                    Standing.News.OVER.word(), alert, "seen " + alert.times() + " times since " + alert.raisedAt()));
        } catch (SQLException e) {
            failed(e, now);
        }
    }

    /** Who was never told that it began need not hear that it is over. */
    private static boolean isTold(Alert alert, Instant now) {
        return alert.toldAt().isPresent()
                && alert.silence()
                        .map(Alert.Silence::until)
                        .filter(now::isBefore)
                        .isEmpty();
    }

    /** @return what is to be done once it is committed */
    private List<Runnable> layOut(
            Connection connection, Alert alert, Standing.News news, Set<String> channels, Instant now)
            throws SQLException {
        List<Runnable> after = new ArrayList<>();
        for (Parcel parcel : parcels(alert, news, channels, now)) {
            if (!ParcelTable.insert(connection, parcel)) {
                after.add(() -> dropped(parcel));
            }
        }
        return after;
    }

    private List<Parcel> parcels(Alert alert, Standing.News news, Set<String> channels, Instant now) {
        if (news == Standing.News.NONE) {
            return List.of();
        }
        var notice = AlertNotice.of(alert, news, parts.gateway());
        return channels(channels).stream()
                .map(channel -> new Parcel(0, alert.id(), channel, alert.severity(), notice, now, now, 0))
                .toList();
    }

    /** A rule that names no channels tells all of them. */
    private Set<String> channels(Set<String> ofRule) {
        Set<String> known = settings.get().channels().keySet();
        if (ofRule.isEmpty()) {
            return known;
        }
        Set<String> named = new HashSet<>(ofRule);
        named.retainAll(known);
        return named;
    }

    private Set<String> channels(Alert alert) {
        Optional<AlertRule> rule = settings.get().rules().stream()
                .filter(one -> one.name().equals(alert.rule()))
                .findFirst();
        return rule.map(AlertRule::channels).orElse(Set.of());
    }

    private void dropped(Parcel parcel) {
        counts.failed();
        records.record("failed", parcel.alert(), "channel " + parcel.channel() + " is not told: too much waits for it");
    }

    private void answered() {
        if (isAway) {
            graceUntil = parts.place().clocks().now().plus(parts.pace().grace());
            LOG.info("PostgreSQL is back: alerts are told by one gateway for all");
        }
        isAway = false;
    }

    private void failed(SQLException e, Instant now) {
        if (!isAway) {
            LOG.warn("PostgreSQL is away: this gateway tells its alerts by itself ({})", SqlFailure.headline(e));
        }
        isAway = true;
        asked = now;
    }
}
