package dev.gatehouse.audit.crash;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.ship.ShipSettings;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.audit.spool.SpoolInUseException;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** P1, F26: killed at any moment, what was acknowledged is on record, in the spool and in the database. */
class KillTest {
    /** 30 in the gate; 300 prove it. */
    private static final int KILLS = Integer.getInteger("gatehouse.kills", 30);

    /** How often it ends at each point; each start recovers from the end before. 25 prove it. */
    private static final int CRASHES = Integer.getInteger("gatehouse.crashes", 1);

    private static final int ACKS_MIN = 1_000;
    private static final long ACKS_BYTES_MAX = 8_000;
    private static final long ALIVE_MILLIS_MAX = 120;
    private static final long SEED = Long.getLong("gatehouse.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void killed_at_random_moments_every_acknowledged_call_is_in_spool_and_database() throws Exception {
        Random random = new Random(SEED);
        Connectable target = TestDatabase.shared().freshDatabase();
        DataSource database = ShipFixture.migrated(target.dataSource());
        KillRun run = new KillRun(directory);
        for (int kill = 0; kill < KILLS; kill++) {
            Process victim = run.start(Map.of(Victim.DATABASE, url(target)));
            long acksBytes = run.acksBytes() + random.nextLong(ACKS_BYTES_MAX);
            run.killAfter(victim, acksBytes, Duration.ofMillis(random.nextLong(ALIVE_MILLIS_MAX)));
            if (kill % 10 == 9) {
                run.recover();
                assertThat(run.unaudited())
                        .as("acknowledged and not recorded, seed " + SEED)
                        .isEmpty();
            }
        }
        run.recover();
        run.trail().assertEveryIntentHasItsOutcome();
        run.assertProvable();
        assertThat(run.unaudited())
                .as("acknowledged and not recorded, seed " + SEED)
                .isEmpty();

        ship(run, database);
        run.assertProvable(DatabaseTrail.open(database));
        Set<String> acknowledged = run.acknowledged();
        System.out.println(KILLS + " kills, " + acknowledged.size() + " acknowledged calls, seed " + SEED);
        assertThat(acknowledged)
                .as("a run that acknowledges nothing proves nothing")
                .hasSizeGreaterThan(ACKS_MIN);
        assertThat(new HashSet<>(ShipFixture.strings(
                        database, "SELECT call_id FROM audit.event WHERE type = 'call_completed' AND outcome = 'ok'")))
                .containsAll(acknowledged);
        assertThat(ShipFixture.number(
                        database,
                        "SELECT count(*) FROM (SELECT 1 FROM audit.event GROUP BY gateway_id, epoch, seq"
                                + " HAVING count(*) > 1) twice"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "BEFORE_INTENT_WRITE",
                "AFTER_INTENT_WRITE",
                "BEFORE_OUTCOME_WRITE",
                "AFTER_OUTCOME_WRITE",
                "BEFORE_SYNC",
                "AFTER_SYNC",
                "AT_SEGMENT_ROLL",
                "BEFORE_SHIP_COMMIT",
                "AFTER_SHIP_COMMIT"
            })
    void ended_at_each_point_every_acknowledged_call_is_in_spool_and_database(CrashPoint point) throws Exception {
        Connectable target = TestDatabase.shared().freshDatabase();
        DataSource database = ShipFixture.migrated(target.dataSource());
        KillRun run = new KillRun(directory);
        // Past the first records, so that something has been acknowledged; segments and batches are rarer.
        int nth = point == CrashPoint.AT_SEGMENT_ROLL ? 2 : point.name().contains("SHIP") ? 4 : 200;

        for (int i = 0; i < CRASHES; i++) {
            crash(run, point, nth, Map.of(Victim.DATABASE, url(target)));
        }

        run.recover();
        run.trail().assertEveryIntentHasItsOutcome();
        run.assertProvable();
        assertThat(run.unaudited()).isEmpty();
        ship(run, database);
        run.assertProvable(DatabaseTrail.open(database));
        assertThat(run.acknowledged())
                .as("a run that acknowledges nothing proves nothing")
                .isNotEmpty();
        assertThat(ShipFixture.strings(
                        database, "SELECT call_id FROM audit.event WHERE type = 'call_completed' AND outcome = 'ok'"))
                .containsAll(run.acknowledged())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_gateway_that_acknowledges_first_is_caught() throws Exception {
        KillRun run = new KillRun(directory);
        crash(run, CrashPoint.BEFORE_INTENT_WRITE, 50, Map.of(), Victim.MUTANT + "=true");
        run.recover();
        assertThat(run.unaudited()).as("acknowledged and not recorded").isNotEmpty();
    }

    @Test
    void a_second_process_on_the_same_spool_is_refused_and_told_by_whom() throws Exception {
        KillRun run = new KillRun(directory);
        Process victim = run.start(Map.of());
        try {
            until("the first process has the spool", run::hasAcknowledged);
            assertThatThrownBy(run::recover)
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining("process " + victim.pid());
        } finally {
            victim.destroyForcibly().waitFor();
        }
        run.recover();
    }

    private static void crash(
            KillRun run, CrashPoint point, int nth, Map<String, String> environment, String... properties)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add(CrashPoint.PROPERTY + "=" + point.label() + ":" + nth);
        Process victim = run.start(environment, all.toArray(String[]::new));
        try {
            assertThat(victim.waitFor(WAIT_MAX))
                    .as("reached " + point + ": " + run.output())
                    .isTrue();
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.exitValue()).as(run.output()).isEqualTo(CrashPoint.EXIT_CODE);
    }

    private static void ship(KillRun run, DataSource database) throws Exception {
        try (AuditSpool spool = AuditSpool.open(
                        run.spool(), KillRun.SETTINGS, SpoolFixture.SEALING, Clocks.SYSTEM, FsyncObserver.NONE);
                AuditShipper _ = AuditShipper.start(spool, database, ShipSettings.DEFAULT, Clocks.SYSTEM)) {
            eventually(() -> assertThat(spool.stats().unshippedRecords())
                    .as("all shipped")
                    .isEqualTo(0));
        }
    }

    private static String url(Connectable target) {
        return target.jdbcUrl() + "?user=" + target.user() + "&password=" + target.password();
    }
}
