package dev.gatehouse.server.database;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever gateways keep in memory says that it changed, and is heard of until the connection is closed. */
class NotifyChannelTest {
    private final AtomicInteger heard = new AtomicInteger();
    private Connectable target;
    private Database database;
    private NotifyChannel channel;

    @BeforeEach
    void start() throws Exception {
        target = TestDatabase.shared().freshDatabase();
        database = Database.of(target.jdbcUrl(), target.user(), target.password());
        database.prepare();
        channel = database.listen(heard::incrementAndGet);
        // Once it listens, for what was changed before.
        awaitHeard(1);
    }

    @AfterEach
    void stop() {
        channel.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent_change", "revocation_change", "people_change", "kill_change"})
    void a_numbered_change_is_heard_when_it_is_committed(String table) throws Exception {
        execute("UPDATE auth." + table + " SET number = number + 1");

        awaitHeard(2);
    }

    @Test
    void a_connection_that_was_cut_is_replaced_and_what_happened_meanwhile_looked_for() throws Exception {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'gatehouse listens' AND datname = current_database()");

        awaitHeard(2);
        execute("UPDATE auth.kill_change SET number = number + 1");
        awaitHeard(3);
    }

    private void awaitHeard(int times) {
        eventually(() -> assertThat(heard).hasValueGreaterThanOrEqualTo(times));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = target.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
