package dev.gatehouse.auth.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.KillSwitch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KillOrdersTest {
    private static final KillSwitch RED = new KillSwitch.OfAgent(TestWorld.RED);
    private static final KillSwitch FILES = new KillSwitch.OfUpstream(new UpstreamId("files"));
    private static final BundleName BUNDLE = new BundleName("red");

    private final AtomicInteger told = new AtomicInteger();
    private TestWorld world;
    private Kills here;
    private Kills elsewhere;
    private KillOrders orders;

    @BeforeEach
    void start() throws Exception {
        world = TestWorld.fresh();
        here = Kills.open(world.database, KillOrdersTest::actor);
        elsewhere = Kills.open(world.database, KillOrdersTest::actor);
        orders = new KillOrders(
                world.place(), here, what -> Optional.of("look at " + what.name()), told::incrementAndGet);
    }

    /** An agent, or the one that exchanged a person's token. */
    private static Optional<AgentName> actor(Principal principal) {
        return principal.clientId().equals("gha_red") ? Optional.of(TestWorld.RED) : Optional.empty();
    }

    @Test
    void a_switch_is_in_force_here_at_once_elsewhere_when_read_and_in_the_trail() throws Exception {
        assertThat(orders.kill(RED, "incident 12", "alice"))
                .isEqualTo(new KillChange.Off(RED, Optional.of("look at red")));

        assertThat(here.get().stopping(someone("gha_red"), BUNDLE)).contains(RED);
        assertThat(here.get().stopping(someone("gha_blue"), BUNDLE)).isEmpty();
        assertThat(told).hasValue(1);
        long before = elsewhere.version();
        elsewhere.refresh();
        assertThat(elsewhere.get().stopping(someone("gha_red"), BUNDLE)).contains(RED);
        assertThat(elsewhere.version()).isGreaterThan(before);
        assertThat(world.journal.events(AuditEvent.Administered.class).getLast())
                .extracting(e -> List.of(e.actor(), e.action(), e.object(), e.detail()))
                .isEqualTo(List.of("alice", "kill.agent", "red", "incident 12"));
    }

    @Test
    void what_is_revived_goes_on_and_what_was_on_says_so() throws Exception {
        orders.kill(RED, "", "alice");
        assertThat(orders.revive(RED, "", "alice")).isEqualTo(new KillChange.On(RED));

        assertThat(here.get().stopping(someone("gha_red"), BUNDLE)).isEmpty();
        elsewhere.refresh();
        assertThat(elsewhere.all()).isEmpty();
        assertThat(orders.revive(RED, "", "alice")).isEqualTo(new KillChange.NotOff(RED));
    }

    @Test
    void a_switch_thrown_twice_keeps_who_threw_it_first() throws Exception {
        orders.kill(RED, "first", "alice");
        orders.kill(RED, "second", "bob");

        assertThat(orders.all()).extracting(Kill::thrownBy).containsExactly("alice");
        assertThat(world.journal.events(AuditEvent.Administered.class)).hasSize(1);
    }

    @Test
    void what_cannot_be_recorded_does_not_happen() throws Exception {
        world.journal.neverDurable(true);

        assertThatThrownBy(() -> orders.kill(RED, "", "alice")).isInstanceOf(AuditUnavailableException.class);

        here.refresh();
        assertThat(here.all()).isEmpty();
    }

    @Test
    void a_reason_is_cut_to_what_is_kept() throws Exception {
        orders.kill(RED, "x".repeat(KillOrders.REASON_CHARS_MAX + 1), "alice");

        assertThat(orders.all().getFirst().reason()).hasSize(KillOrders.REASON_CHARS_MAX);
    }

    @Test
    void a_start_without_the_database_forgets_none_and_takes_the_databases_word_when_it_is_back() throws Exception {
        orders.kill(RED, "incident 12", "alice");
        orders.kill(FILES, "", "alice");
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        here.write(new DataOutputStream(copy));
        orders.revive(FILES, "", "alice");

        Kills restored = Kills.restore(
                new DataInputStream(new ByteArrayInputStream(copy.toByteArray())),
                world.database,
                KillOrdersTest::actor);
        assertThat(restored.all()).extracting(Kill::what).containsExactly(RED, FILES);
        assertThat(restored.get().stopping(someone("gha_red"), BUNDLE)).contains(RED);
        restored.refresh();
        assertThat(restored.all()).extracting(Kill::what).containsExactly(RED);
    }

    private static Principal someone(String clientId) {
        return new Principal(Principal.Kind.USER, "gw", "ann", clientId, Set.of(), Set.of(), Instant.MAX);
    }
}
