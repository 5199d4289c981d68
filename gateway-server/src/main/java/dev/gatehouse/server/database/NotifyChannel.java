package dev.gatehouse.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once that somebody changed what gateways keep in memory. One connection beside the pool, which can be lost: then
 * whoever is told here has to notice by itself, and is told once when there is a connection again.
 */
public final class NotifyChannel implements AutoCloseable {
    private static final String NAME = "gatehouse_auth";

    /** How long a wait goes on unasked whether this shall end; costs the database nothing. */
    private static final int WAIT_MILLIS = 500;

    /** A connection that says nothing for so many waits is asked whether it is there. */
    private static final int SILENT_WAITS_MAX = 20;

    private static final int ANSWER_WITHIN_SECONDS = 2;
    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(NotifyChannel.class);

    /** Opens a connection that nobody else uses. */
    @FunctionalInterface
    public interface Source {
        Connection open() throws SQLException;
    }

    private final Source source;
    private final Runnable heard;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private NotifyChannel(Source source, Runnable heard) {
        this.source = source;
        this.heard = heard;
        this.thread = Thread.ofPlatform().daemon().name("gatehouse-notify").unstarted(this::run);
    }

    /** @param heard must not block */
    public static NotifyChannel start(Source source, Runnable heard) {
        NotifyChannel channel = new NotifyChannel(source, heard);
        channel.thread.start();
        return channel;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            boolean _ = thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = RETRY_MIN;
        boolean lost = false;
        while (!isClosing(Duration.ZERO)) {
            try (Connection connection = source.open()) {
                listen(connection);
                pause = RETRY_MIN;
                if (lost) {
                    LOG.info("hearing of changes at once again");
                    lost = false;
                }
                hear(connection);
            } catch (SQLException | RuntimeException e) {
                if (!lost) {
                    lost = true;
                    LOG.warn("changes of other gateways are only polled for: {}", Outage.headline(e));
                }
            }
            if (isClosing(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause.multipliedBy(2);
        }
    }

    /** What was changed before this had to be found otherwise; from here on nothing is missed. */
    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'gatehouse listens'");
            statement.execute("LISTEN " + NAME);
        }
        heard.run();
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection listening = connection.unwrap(PGConnection.class);
        int silent = 0;
        while (!isClosing(Duration.ZERO)) {
            if (listening.getNotifications(WAIT_MILLIS).length > 0) {
                heard.run();
                silent = 0;
            } else if (++silent >= SILENT_WAITS_MAX) {
                silent = 0;
                requireAlive(connection);
            }
        }
    }

    private static void requireAlive(Connection connection) throws SQLException {
        if (!connection.isValid(ANSWER_WITHIN_SECONDS)) {
            throw new SQLException("the connection that listens is gone");
        }
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
