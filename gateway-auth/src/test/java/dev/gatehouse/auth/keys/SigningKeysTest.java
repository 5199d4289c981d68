package dev.gatehouse.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    @Test
    void the_first_start_makes_one_key_and_later_starts_use_it() throws Exception {
        TestWorld world = TestWorld.fresh();

        String token = world.keys().sign("at+jwt", Json.EMPTY_OBJECT);

        assertThat(verifies(world.keys(), token)).isTrue();
        assertThat(kids(world.keys())).hasSize(1);
    }

    @Test
    void replicas_that_start_at_once_share_one_key() throws Exception {
        TestWorld world = TestWorld.fresh();
        CyclicBarrier start = new CyclicBarrier(6);
        Set<String> seen = ConcurrentHashMap.newKeySet();

        List<Thread> replicas = IntStream.range(0, 6)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        seen.addAll(kids(world.keys()));
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                }))
                .toList();
        for (Thread replica : replicas) {
            replica.join();
        }

        assertThat(seen).hasSize(1);
    }

    @Test
    void a_wrong_master_key_refuses_the_start_and_makes_no_new_key() throws Exception {
        TestWorld world = TestWorld.fresh();
        world.keys();
        MasterKey wrong = MasterKey.random();

        assertThatThrownBy(() -> DataKeys.open(world.database, wrong, world.clock.clocks()))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("cannot be opened with this master key")
                .hasMessageContaining("no new key is made");
        assertThat(kids(world.keys())).hasSize(1);
    }

    @Test
    void a_key_moved_to_another_row_does_not_open() throws Exception {
        TestWorld world = TestWorld.fresh();
        world.keys();
        world.execute("UPDATE auth.signing_key SET kid = 'other'");

        assertThatThrownBy(world::keys).isInstanceOf(MasterKeyException.class);
    }

    @Test
    void no_private_half_leaves_the_memory_in_the_clear() throws Exception {
        TestWorld world = TestWorld.fresh();
        SigningKeys keys = world.keys();
        StolenKey stolen = StolenKey.from(world);
        String secret = ((java.security.interfaces.ECPrivateKey) stolen.privateKey())
                .getS()
                .toString(16);

        assertThat(keys.jwks().toString()).doesNotContain("\"d\"").contains("\"kid\"", "\"use\":\"sig\"", "\"ES256\"");
        try (Connection connection = world.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sealed_jwk FROM auth.signing_key")) {
            assertThat(row.next()).isTrue();
            byte[] stored = row.getBytes(1);
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("\"d\"", stolen.kid());
        }
        assertThat(keys.toString()).doesNotContain(secret);
    }

    @Test
    void a_new_key_is_published_then_signs_then_is_alone() throws Exception {
        TestWorld world = TestWorld.fresh();
        SigningKeys first = world.keys();
        SigningKeys second = world.keys();
        String oldKid = kids(first).getFirst();
        String before = first.sign("at+jwt", Json.EMPTY_OBJECT);

        String newKid = first.rotate(world.journal, "alice");
        second.refresh();

        assertThat(kids(second)).containsExactly(newKid, oldKid);
        assertThat(kidOf(second.sign("at+jwt", Json.EMPTY_OBJECT))).isEqualTo(oldKid);

        world.clock.advance(SigningKeys.PUBLISHED_BEFORE_USE);
        String after = second.sign("at+jwt", Json.EMPTY_OBJECT);
        assertThat(kidOf(after)).isEqualTo(newKid);
        assertThat(verifies(first, after)).isTrue();
        assertThat(verifies(second, before)).isTrue();

        world.clock.advance(SigningKeys.TRUSTED_AFTER_USE);
        assertThat(verifies(first, before)).isFalse();
        assertThat(verifies(first, after)).isTrue();
        assertThat(kids(first)).containsExactly(newKid);
        assertThat(kids(world.keys())).containsExactly(newKid);
    }

    @Test
    void a_rotation_is_recorded_or_does_not_happen() throws Exception {
        TestWorld world = TestWorld.fresh();
        SigningKeys keys = world.keys();

        world.journal.neverDurable(true);
        assertThatThrownBy(() -> keys.rotate(world.journal, "alice")).isInstanceOf(AuditUnavailableException.class);
        assertThat(kids(world.keys())).isEqualTo(kids(keys)).hasSize(1);

        world.journal.neverDurable(false);
        String kid = keys.rotate(world.journal, "alice");
        AuditEvent.Administered last =
                world.journal.events(AuditEvent.Administered.class).getLast();
        assertThat(List.of(last.actor(), last.action(), last.object()))
                .containsExactly("alice", "signing-key.rotate", kid);
    }

    @Test
    void a_clock_that_is_behind_still_signs_with_a_key_everybody_trusts() throws Exception {
        TestWorld world = TestWorld.fresh();
        SigningKeys ahead = world.keys();
        world.clock.advance(Duration.ofSeconds(-5));

        assertThat(verifies(ahead, world.keys().sign("at+jwt", Json.EMPTY_OBJECT)))
                .isTrue();
    }

    /** Whether these keys trust who signed it. */
    static boolean verifies(SigningKeys keys, String token) {
        int end = token.lastIndexOf('.');
        byte[] signature = Base64Url.decode(token.substring(end + 1)).orElseThrow();
        return keys.verify(kidOf(token), token.substring(0, end).getBytes(StandardCharsets.US_ASCII), signature);
    }

    private static String kidOf(String token) {
        try {
            byte[] header =
                    Base64Url.decode(token.substring(0, token.indexOf('.'))).orElseThrow();
            return Json.read(header).text("kid").orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> kids(SigningKeys keys) {
        return keys.jwks().member("keys").orElseThrow().elements().stream()
                .map(key -> key.text("kid").orElseThrow())
                .toList();
    }
}
