package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.testkit.wait.Eventually.until;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.RandomEvents;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Trails of several runs, in a spool and in a database, with events of every kind, several keeps and dead letters. */
final class TrailFixture {
    static final SealingKey KEY = SealingKey.generate();
    static final TrustedKeys KEYS = new TrustedKeys(List.of(KEY.publicKey()));
    static final String POISON = "poison";

    /** What has no bundle is kept for ever, so that a block has three trees. */
    static final EventKeep KEEP =
            bundle -> bundle.map(name -> name.value().equals("a") ? 30 : 400).orElse(0);

    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 1 << 30, Duration.ofHours(1));
    private static final int EVENTS_PER_POISON = 40;

    /** A block of the database: where it stands, and what it covers. */
    record Block(Position at, BlockHeader header, byte[] bytes) {}

    private TrailFixture() {}

    static DataSource database() {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        execute(database, "ALTER TABLE audit.event ADD CONSTRAINT no_poison CHECK (detail NOT LIKE '%poison%')");
        return database;
    }

    /** So many runs of so many events each, shipped by the last run. Returns the gateway's id. */
    static String record(Path spool, @Nullable DataSource database, int runs, int events, long seed) throws Exception {
        RandomEvents random = new RandomEvents(seed);
        String gateway = "";
        for (int run = 1; run <= runs; run++) {
            try (AuditSpool open = open(spool, KEY)) {
                gateway = open.gatewayId();
                append(open, random, events);
                if (run == runs && database != null) {
                    ship(open, database);
                }
            }
        }
        if (database != null) {
            try (AuditSpool open = open(spool, KEY)) {
                ship(open, database);
            }
        }
        return gateway;
    }

    static AuditSpool open(Path spool, SealingKey key) throws IOException {
        return AuditSpool.open(spool, SETTINGS, new Sealing(key, KEEP, _ -> {}), Clocks.SYSTEM, FsyncObserver.NONE);
    }

    static void append(AuditSpool spool, RandomEvents random, int events) throws Exception {
        @Nullable Receipt last = null;
        for (int i = 1; i <= events; i++) {
            last = spool.append(i % EVENTS_PER_POISON == 0 ? Events.administered(POISON) : random.next());
        }
        if (last != null) {
            last.awaitDurable(Eventually.WAIT_MAX);
        }
    }

    static void ship(AuditSpool spool, DataSource database) throws Exception {
        try (AuditShipper _ = AuditShipper.start(spool, database, HURRIED, Clocks.SYSTEM)) {
            until("all is shipped", () -> spool.stats().unshippedRecords() == 0);
        }
    }

    static List<Block> blocks(DataSource database, String gateway) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT epoch, seq, header FROM audit.block WHERE gateway_id = '"
                        + gateway + "' ORDER BY epoch, seq")) {
            while (row.next()) {
                byte[] header = row.getBytes(3);
                blocks.add(new Block(
                        new Position(row.getLong(1), row.getLong(2)),
                        BlockHeader.read(header).orElseThrow(),
                        header));
            }
        }
        return blocks;
    }

    /** A file with a checkpoint of each chain, made now. */
    static Path anchors(List<Block> blocks, Path file) throws IOException {
        TreeMap<Long, MerkleTree> chains = new TreeMap<>();
        blocks.forEach(block -> chains.computeIfAbsent(block.header().chain(), _ -> new MerkleTree())
                .addEntry(block.bytes()));
        StringBuilder notes = new StringBuilder();
        String gateway = blocks.getFirst().header().gateway();
        chains.forEach((chain, tree) -> notes.append(
                        new Checkpoint(Checkpoint.origin(gateway, chain), tree.size(), tree.root(), Instant.now())
                                .signedBy(KEY))
                .append('\n'));
        return Files.writeString(file, notes);
    }
}
