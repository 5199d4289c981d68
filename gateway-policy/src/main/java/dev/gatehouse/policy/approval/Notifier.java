package dev.gatehouse.policy.approval;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.policy.approval.NoticeTable.Notice;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells channels of requests and decisions: at least once each, later when a channel is away, and never for ever. */
public final class Notifier {
    static final int AT_A_TIME_MAX = 20;
    static final int ATTEMPTS_MAX = 10;

    /** Longer than a channel may take: what was taken and not told is somebody else's then. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration PAUSE_FIRST = Duration.ofSeconds(2);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final DataSource database;
    private final Supplier<Map<String, Channel>> channels;
    private final String pageUrl;
    private final InstantSource wall;

    /**
     * @param channels by name, asked each time
     * @param pageUrl the page of a request, before its id
     */
    public Notifier(DataSource database, Supplier<Map<String, Channel>> channels, String pageUrl, InstantSource wall) {
        this.database = database;
        this.channels = channels;
        this.pageUrl = pageUrl;
        this.wall = wall;
    }

    /** Tells what is due, some at a time. */
    public void run() throws SQLException {
        Instant now = wall.instant();
        List<Notice> due = Transaction.run(
                database, connection -> NoticeTable.take(connection, now, now.plus(LEASE), AT_A_TIME_MAX));
        for (Notice notice : due) {
            tell(notice);
        }
    }

    private void tell(Notice notice) throws SQLException {
        Optional<Channel> channel = Optional.ofNullable(channels.get().get(notice.channel()));
        Optional<ApprovalRequest> request =
                Transaction.run(database, connection -> ApprovalTable.find(connection, notice.approval()));
        boolean late = request.filter(found -> isLate(notice, found)).isPresent();
        if (channel.isEmpty() || request.isEmpty() || late || isTold(notice, channel.get(), request.get())) {
            Transaction.run(database, connection -> {
                NoticeTable.delete(connection, notice.id());
                return true;
            });
        } else {
            postpone(notice);
        }
    }

    /** That somebody is asked is no news once it was decided. */
    private boolean isLate(Notice notice, ApprovalRequest request) {
        return notice.event().equals(NoticeTable.ASKED)
                && (request.state() != ApprovalRequest.State.PENDING
                        || !wall.instant().isBefore(request.expiresAt()));
    }

    private boolean isTold(Notice notice, Channel channel, ApprovalRequest request) {
        try {
            channel.tell(NoticeBody.of(notice.event(), request, pageUrl + request.id()));
            return true;
        } catch (IOException e) {
            LOG.warn("channel {} cannot be told of approval {}: {}", notice.channel(), request.id(), e.getMessage());
        }
        if (notice.attempts() >= ATTEMPTS_MAX) {
            LOG.warn("channel {} is not told of approval {} any more", notice.channel(), request.id());
            return true;
        }
        return false;
    }

    private void postpone(Notice notice) throws SQLException {
        Duration pause = PAUSE_FIRST.multipliedBy(1L << Math.min(notice.attempts(), ATTEMPTS_MAX));
        Instant due = wall.instant().plus(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
        Transaction.run(database, connection -> {
            NoticeTable.postpone(connection, notice.id(), due);
            return true;
        });
    }
}
