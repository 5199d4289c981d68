package dev.gatehouse.audit.alert;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;

/** Asks the trail what rules want to know of the past: some at a time, and none for long. */
final class TrailQuestions {
    private static final int WAITING_MAX = 1_000;
    private static final int AT_A_TIME_MAX = 20;
    /** Before that, everything that an agent does is new. */
    private static final Duration KNOWN_AFTER = Duration.ofDays(7);
    /** So far back is looked for an agent. */
    private static final Duration LOOKED_BACK = Duration.ofDays(90);

    private static final Duration STATEMENT_MAX = Duration.ofSeconds(5);

    private final DataSource database;
    private final AlertParts.Forms forms;
    private final BlockingQueue<FirstUse> uses = new ArrayBlockingQueue<>(WAITING_MAX);

    TrailQuestions(DataSource database, AlertParts.Forms forms) {
        this.database = database;
        this.forms = forms;
    }

    /** False when too many wait. */
    boolean ask(FirstUse use) {
        return uses.offer(use);
    }

    /** What came out as new. */
    @FunctionalInterface
    interface Answer {
        void isNew(FirstUse use);
    }

    /** @throws SQLException when the database does not answer; what was not answered waits */
    void answer(Answer out, Runnable unanswerable) throws SQLException {
        for (int i = 0; i < AT_A_TIME_MAX && !uses.isEmpty(); i++) {
            FirstUse use = uses.element();
            try {
                List<String> agent = forms.of(use.agent());
                if (Transaction.run(database, connection -> isNew(connection, use, agent))) {
                    out.isNew(use);
                }
            } catch (SQLException e) {
                if (!SqlFailure.isTimeout(e)) {
                    throw e;
                }
                unanswerable.run();
            }
            uses.remove();
        }
    }

    private static boolean isNew(Connection connection, FirstUse use, List<String> agent) throws SQLException {
        limit(connection);
        Instant known = use.at().minus(KNOWN_AFTER);
        return wasThere(connection, use, agent, "", known.minus(LOOKED_BACK), known)
                && !wasThere(
                        connection,
                        use,
                        agent,
                        " AND tool = ? AND virtual_server = ?",
                        use.at().minus(use.quiet()),
                        use.at());
    }

    /** An agent is the subject of its calls, and by that they are found, in whatever form it stands there. */
    private static boolean wasThere(
            Connection connection, FirstUse use, List<String> agent, String more, Instant from, Instant to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM audit.event WHERE subject = ANY (?) AND agent IS NOT NULL
                    AND type = 'call_attempted' AND at >= ? AND at < ?""" + more + ")")) {
            select.setArray(1, connection.createArrayOf("text", agent.toArray()));
            select.setObject(2, timestamp(from));
            select.setObject(3, timestamp(to));
            if (!more.isEmpty()) {
                select.setString(4, use.tool());
                select.setString(5, use.server());
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static void limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + STATEMENT_MAX.toMillis());
        }
    }

    /** Records that PostgreSQL refused within a day. */
    static long deadLetters(Connection connection) throws SQLException {
        limit(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM audit.dead_letter WHERE parked_at > now() - interval '1 day'")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
