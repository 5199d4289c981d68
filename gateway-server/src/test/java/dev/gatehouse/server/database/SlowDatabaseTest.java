package dev.gatehouse.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.testkit.port.FreePort;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is slow to answer is not one that is away. */
@Timeout(180)
class SlowDatabaseTest {
    @Test
    void a_server_that_takes_its_time_for_each_connection_is_waited_for() throws Exception {
        Connectable target = TestDatabase.shared().freshDatabase();
        try (SlowRoad road = new SlowRoad(URI.create(target.jdbcUrl().substring("jdbc:".length())));
                Database database = Database.of(road.jdbcUrl(), target.user(), target.password())) {
            database.prepare();
            assertThat(database.outage()).isEmpty();
        }
    }

    @Test
    void where_nobody_listens_that_is_known_at_once() throws Exception {
        String nowhere = "jdbc:postgresql://127.0.0.1:" + FreePort.any() + "/none";
        try (Database database = Database.of(nowhere, "nobody", "")) {
            long began = System.nanoTime();
            var refused = catchThrowableOfType(DatabaseUnavailableException.class, database::prepare);
            assertThat(refused.isOutage()).isTrue();
            assertThat(refused).hasMessageContaining("refused");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Database.PREPARE_WAIT_MAX.dividedBy(2));
        }
    }

    @Test
    void one_that_goes_after_it_was_there_is_not_waited_for_like_a_slow_one() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance()) {
            Connectable target = server.freshDatabase();
            try (Database database = Database.of(target.jdbcUrl(), target.user(), target.password())) {
                database.prepare();
                server.stop();
                long began = System.nanoTime();
                assertThatThrownBy(() -> ask(database)).isInstanceOf(SQLException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isLessThan(Database.PREPARE_WAIT_MAX.dividedBy(2));
            }
        }
    }

    /** A connection that was used just now is given out unasked, and turns out to be dead only then. */
    private static void ask(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT");
        }
    }

    /** A way to a server on which each connection takes two seconds before the first byte passes. */
    private static final class SlowRoad implements AutoCloseable {
        private static final long DELAY_NANOS = Duration.ofSeconds(2).toNanos();

        private final URI target;
        private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        SlowRoad(URI target) throws IOException {
            this.target = target;
            Thread.ofPlatform().daemon().start(this::accept);
        }

        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + target.getPath();
        }

        private void accept() {
            try {
                while (true) {
                    Socket near = listener.accept();
                    open.add(near);
                    Thread.startVirtualThread(() -> join(near));
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        private void join(Socket near) {
            LockSupport.parkNanos(DELAY_NANOS);
            try (Socket far = new Socket(target.getHost(), target.getPort())) {
                open.add(far);
                Thread.startVirtualThread(() -> pass(near, far));
                pass(far, near);
            } catch (IOException e) {
                // Without the server the client's end says it all.
            }
        }

        private static void pass(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.close();
            } catch (IOException e) {
                // One of both sides left.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
