package dev.gatehouse.audit.retain;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.testkit.postgres.TestDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SoonerVacuumTest {
    @Test
    void days_that_are_there_and_days_that_come_are_vacuumed_when_they_grew_by_a_fiftieth() {
        DataSource database = TestDatabase.shared().fresh();
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .target("7")
                .load()
                .migrate();
        execute(database, "SELECT audit.make_keep(30), audit.make_day(30, '2026-01-01')");
        ShipFixture.migrated(database);
        execute(database, "SELECT audit.make_day(30, '2026-01-02')");
        assertThat(strings(
                        database,
                        "SELECT relname || ' ' || array_to_string(reloptions, ',') FROM pg_class"
                                + " WHERE relkind = 'r' AND relname ~ '^event_30_[0-9]+$' ORDER BY relname"))
                .containsExactly(
                        "event_30_20260101 autovacuum_vacuum_insert_scale_factor=0.02",
                        "event_30_20260102 autovacuum_vacuum_insert_scale_factor=0.02");
    }
}
