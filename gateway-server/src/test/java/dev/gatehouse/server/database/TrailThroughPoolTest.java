package dev.gatehouse.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.TrailExport;
import dev.gatehouse.audit.verify.Window;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives are read through the gateway's pool, whose connections are given back and not closed. */
class TrailThroughPoolTest {
    private static final int ROWS = 5_000;
    /** More often than the pool has connections. */
    private static final int TIMES = 25;

    private static final Lifetime LIFETIME =
            new Lifetime(30, LocalDate.parse("2026-01-02").toEpochDay());

    private Database pool;

    @BeforeEach
    void fill() throws Exception {
        Connectable server = TestDatabase.shared().freshDatabase();
        pool = Database.of(server.jdbcUrl(), server.user(), server.password());
        pool.prepare();
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT audit.make_keep(30)");
            statement.execute("""
                    INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, wall_ns, mono_ns, type, body)
                    SELECT 'g', 1, n, '2026-01-02 10:00Z', 30, n, n, 'call_abandoned', convert_to(repeat('x', 200), 'UTF8')
                    FROM generate_series(1, %d) n""".formatted(ROWS));
        }
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_part_is_read_to_its_end_as_often_as_somebody_wants() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            try (DatabaseTrail trail = DatabaseTrail.open(pool.dataSource())) {
                Window window = trail.windows(LIFETIME).getFirst();
                assertThat(window.records()).isEqualTo(ROWS);
                TrailExport.Written written = TrailExport.writePart(
                        trail, window, RowSelection.of(LIFETIME), Instant.now(), OutputStream.nullOutputStream());
                assertThat(written.records() + written.leftOut()).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void a_disk_that_is_full_in_the_middle_takes_no_connection_with_it() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            try (DatabaseTrail trail = DatabaseTrail.open(pool.dataSource())) {
                Window window = trail.windows(LIFETIME).getFirst();
                try {
                    TrailExport.writePart(trail, window, RowSelection.of(LIFETIME), Instant.now(), new FullDisk());
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                }
            }
        }
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
