package dev.gatehouse.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.wait.Eventually;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataKeysTest {
    private static final byte[] PLAIN = "state".getBytes(StandardCharsets.UTF_8);

    private TestWorld world;

    @BeforeEach
    void start() throws Exception {
        world = TestWorld.fresh();
    }

    @Test
    void every_key_is_rotated_under_two_gateways_that_serve_and_nothing_fails() throws Exception {
        Node here = new Node(world.master);
        Node there = new Node(world.master);
        MasterKey next = MasterKey.random();
        try (Load load = new Load(here, there)) {
            load.awaitRounds();
            assertThat(here.dataKeys.rotate(world.place(), "test")).isInstanceOf(KeyChange.Done.class);
            there.refresh();
            world.clock.advance(DataKeys.PUBLISHED_BEFORE_USE);
            load.awaitRounds();
            here.signingKeys.rotate(world.journal, "test");
            there.refresh();
            world.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE);
            load.awaitRounds();
            here.signingKeys.reseal();
            there.refresh();
            String early = here.sealer.seal("session", PLAIN);
            assertThat(there.dataKeys.addMaster(world.place(), next, "test")).isInstanceOf(KeyChange.Done.class);

            Node restarted = new Node(next);
            assertThat(restarted.sealer.open("session", early)).hasValue(PLAIN);
            assertThat(new Node(world.master).sealer.open("session", early)).hasValue(PLAIN);
            assertThat(restarted.dataKeys.dropOtherMasters(world.place(), "test"))
                    .isInstanceOf(KeyChange.Done.class);
            here.refresh();
            there.refresh();
            load.awaitRounds();
            assertThat(load.failures).isEmpty();
        }
        assertThatThrownBy(() -> new Node(world.master)).isInstanceOf(MasterKeyException.class);
        assertThat(new Node(next).signs()).isTrue();
    }

    @Test
    void while_two_master_keys_count_no_data_key_is_made_and_only_the_new_one_finishes() throws Exception {
        Node old = new Node(world.master);
        MasterKey next = MasterKey.random();
        world.clock.advance(Duration.ofSeconds(1));
        old.dataKeys.addMaster(world.place(), next, "test");

        assertThat(old.dataKeys.rotate(world.place(), "test")).isInstanceOf(KeyChange.Refused.class);
        assertThat(old.dataKeys.dropOtherMasters(world.place(), "test")).isInstanceOf(KeyChange.Refused.class);
        Node restarted = new Node(next);
        assertThat(restarted.dataKeys.dropOtherMasters(world.place(), "test")).isInstanceOf(KeyChange.Done.class);
        assertThat(restarted.dataKeys.rotate(world.place(), "test")).isInstanceOf(KeyChange.Done.class);
    }

    @Test
    void a_signing_key_from_before_data_keys_opens_and_is_sealed_anew() throws Exception {
        ECKey former = SigningKey.generate();
        store(former);

        Node node = new Node(world.master);
        assertThat(node.signs()).isTrue();
        assertThat(node.signingKeys.trusts(former.getKeyID())).isTrue();
        node.signingKeys.reseal();

        assertThat(sealedJwk()[0]).as("the version of what is stored").isEqualTo((byte) 2);
        assertThat(new Node(world.master).signingKeys.trusts(former.getKeyID())).isTrue();
    }

    @Test
    void another_master_key_than_that_of_an_older_database_makes_nothing() throws Exception {
        store(SigningKey.generate());

        assertThatThrownBy(() -> new Node(MasterKey.random()))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("no new key is made");
        assertThat(new Node(world.master).signs()).isTrue();
    }

    @Test
    void what_is_moved_to_another_row_does_not_open() throws Exception {
        Node node = new Node(world.master);
        SealedColumn column = new SealedColumn(node.dataKeys, world.clock.clocks(), "t", "c");
        byte[] sealed = column.seal("row", PLAIN);

        assertThat(column.open("row", sealed)).hasValue(PLAIN);
        assertThat(column.open("other", sealed)).isEmpty();
        assertThat(new SealedColumn(node.dataKeys, world.clock.clocks(), "t", "d").open("row", sealed))
                .isEmpty();
        node.dataKeys.rotate(world.place(), "test");
        world.execute("UPDATE auth.wrapped_key SET wrapped ="
                + " (SELECT wrapped FROM auth.wrapped_key ORDER BY data_key LIMIT 1)");
        assertThatThrownBy(() -> new Node(world.master)).isInstanceOf(MasterKeyException.class);
    }

    private void store(ECKey key) throws Exception {
        byte[] context = ("auth.signing_key|" + key.getKeyID()).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = new Aead(world.master.derive("auth.signing_key"))
                .seal(context, key.toJSONString().getBytes(StandardCharsets.UTF_8));
        try (Connection connection = world.database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO auth.signing_key (kid, sealed_jwk, created_at, activates_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, key.getKeyID());
            insert.setBytes(2, sealed);
            insert.setObject(3, world.clock.now().atOffset(ZoneOffset.UTC));
            insert.setObject(4, world.clock.now().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private byte[] sealedJwk() throws Exception {
        try (Connection connection = world.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sealed_jwk FROM auth.signing_key")) {
            row.next();
            return row.getBytes(1);
        }
    }

    /** The keys as one gateway has them. */
    private final class Node {
        private final DataKeys dataKeys;
        private final SigningKeys signingKeys;
        private final AeadSealer sealer;

        Node(MasterKey master) throws Exception {
            dataKeys = DataKeys.open(world.database, master, world.clock.clocks());
            signingKeys = SigningKeys.open(world.database, dataKeys, world.clock.clocks());
            sealer = new AeadSealer(dataKeys, world.clock.clocks());
        }

        void refresh() throws Exception {
            dataKeys.refresh();
            signingKeys.refresh();
        }

        boolean signs() {
            return trusts(signingKeys.sign("at+jwt", Json.EMPTY_OBJECT));
        }

        boolean trusts(String token) {
            return SigningKeysTest.verifies(signingKeys, token);
        }
    }

    /** What one gateway seals and signs the other opens and trusts, over and over, both ways. */
    private static final class Load implements AutoCloseable {
        private static final int ROUNDS = 20;

        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger rounds = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Load(Node here, Node there) {
            threads.add(Thread.ofPlatform().start(() -> run(here, there)));
            threads.add(Thread.ofPlatform().start(() -> run(there, here)));
        }

        private void run(Node from, Node to) {
            while (!over.get()) {
                try {
                    if (to.sealer
                            .open("session", from.sealer.seal("session", PLAIN))
                            .isEmpty()) {
                        failures.add("a seal did not open");
                    }
                    if (!to.trusts(from.signingKeys.sign("at+jwt", Json.EMPTY_OBJECT))) {
                        failures.add("a token was not trusted");
                    }
                } catch (RuntimeException e) {
                    failures.add(e.toString());
                }
                rounds.incrementAndGet();
            }
        }

        /** Until both gateways did some more. */
        void awaitRounds() {
            int from = rounds.get();
            Eventually.until("more rounds", () -> rounds.get() >= from + ROUNDS);
        }

        @Override
        public void close() throws InterruptedException {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
