package dev.gatehouse.audit.alert;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.notice.Channel;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes notices to channels: at least once each, the worst first, again after growing pauses, and for a day. One thread. */
final class AlertCourier {
    private static final int AT_A_TIME_MAX = 50;
    /** Longer than a channel may take: what was taken and not told is somebody else's then. */
    private static final Duration LEASE = Duration.ofMinutes(3);
    /** After that the rest waits for the next time, well within the lease. */
    private static final Duration ROUND_MAX = Duration.ofMinutes(1);

    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(AlertCourier.class);

    private final AlertParts parts;
    private final Supplier<AlertSettings> settings;
    private final Outbox outbox;
    private final AlertRecords records;
    private final AlertCounts counts;
    private Instant failedAt = Instant.MIN;

    AlertCourier(
            AlertParts parts,
            Supplier<AlertSettings> settings,
            Outbox outbox,
            AlertRecords records,
            AlertCounts counts) {
        this.parts = parts;
        this.settings = settings;
        this.outbox = outbox;
        this.records = records;
        this.counts = counts;
    }

    /** Tells what is due; each channel on a thread of its own, for one that is slow must not hold up the others. */
    void round() throws InterruptedException {
        Instant now = now();
        List<Parcel> due = new ArrayList<>(outbox.take(now, AT_A_TIME_MAX));
        due.addAll(stored(now));
        due.sort(Parcel.WORST_FIRST);
        Map<String, List<Parcel>> byChannel = due.stream().collect(Collectors.groupingBy(Parcel::channel));
        List<Thread> threads = byChannel.entrySet().stream()
                .map(entry -> Thread.startVirtualThread(() -> tell(entry.getKey(), entry.getValue(), now)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private List<Parcel> stored(Instant now) {
        if (now.isBefore(failedAt.plus(LEFT_ALONE))) {
            return List.of();
        }
        try {
            return Transaction.run(
                    parts.place().database(),
                    connection -> ParcelTable.take(connection, now, now.plus(LEASE), AT_A_TIME_MAX));
        } catch (SQLException _) {
            failedAt = now;
            return List.of();
        }
    }

    /** Once the channel fails, what else waits for it is not tried now. */
    private void tell(String name, List<Parcel> parcels, Instant since) {
        Optional<Channel> channel =
                Optional.ofNullable(settings.get().channels().get(name));
        boolean isAway = false;
        for (Parcel parcel : parcels) {
            Instant now = now();
            if (channel.isEmpty()) {
                giveUp(parcel, "there is no such channel any more");
            } else if (isAway || now.isAfter(since.plus(ROUND_MAX))) {
                postpone(parcel);
            } else {
                isAway = !isTold(parcel, channel.get());
            }
        }
    }

    private boolean isTold(Parcel parcel, Channel channel) {
        try {
            channel.tell(parcel.notice());
        } catch (IOException | RuntimeException e) {
            LOG.warn("channel {} cannot be told of alert {}: {}", parcel.channel(), parcel.alert(), e.getMessage());
            if (parcel.isGivenUp(now())) {
                giveUp(parcel, "it could not be told within a day: " + e.getMessage());
            } else {
                postpone(parcel);
            }
            return false;
        }
        counts.told();
        records.record("told", parcel.alert(), "channel " + parcel.channel() + ", at try " + parcel.attempts());
        delete(parcel);
        return true;
    }

    private void giveUp(Parcel parcel, String why) {
        counts.failed();
        LOG.error("alert {} is not told to channel {}: {}", parcel.alert(), parcel.channel(), why);
        records.record("failed", parcel.alert(), "channel " + parcel.channel() + ": " + why);
        delete(parcel);
    }

    private void postpone(Parcel parcel) {
        Instant again = parcel.again(now());
        if (parcel.row() == 0) {
            outbox.add(parcel.tried(again)).ifPresent(least -> {
                counts.failed();
                records.record("failed", least.alert(), "channel " + least.channel() + ": too much waits to be told");
            });
            return;
        }
        try {
            Transaction.run(parts.place().database(), connection -> {
                ParcelTable.postpone(connection, parcel.row(), again);
                return true;
            });
        } catch (SQLException e) {
            LOG.debug("alert {} is tried again when its lease ends: {}", parcel.alert(), e.getMessage());
        }
    }

    /** Where the database does not answer it is told again, for want of a place to write down that it was. */
    private void delete(Parcel parcel) {
        if (parcel.row() == 0) {
            return;
        }
        try {
            Transaction.run(parts.place().database(), connection -> {
                ParcelTable.delete(connection, parcel.row());
                return true;
            });
        } catch (SQLException e) {
            LOG.debug("alert {} is told again when its lease ends: {}", parcel.alert(), e.getMessage());
        }
    }

    private Instant now() {
        return parts.place().clocks().now();
    }
}
