package dev.gatehouse.auth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.trust.IdentityProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What about agents deserves a look is recorded when it begins and when it ends, once, however often one looks. */
class AgentWatchTest {
    private static final AgentName NIGHT = new AgentName("night");

    private final AtomicInteger accessEnded = new AtomicInteger();
    private TestWorld world;
    private Directory people;
    private AgentRoster roster;
    private AgentWatch watch;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        people = world.people();
        people.roster().refresh();
        roster = world.roster();
        watch = watch(roster);
    }

    @Test
    void an_agent_is_warned_of_for_a_week_and_then_its_access_ends() throws Exception {
        register(Optional.empty(), Optional.of(Duration.ofDays(30)), Optional.empty());
        look(Duration.ofDays(22));
        assertThat(trail()).isEmpty();

        look(Duration.ofDays(1));
        look(Duration.ofDays(1));
        assertThat(trail()).containsExactly("agent.flagged expires_soon");
        assertThat(watch.count(AgentFlag.EXPIRES_SOON)).isEqualTo(1);
        assertThat(accessEnded).hasValue(0);

        look(Duration.ofDays(6));
        look(Duration.ZERO);
        assertThat(trail())
                .containsExactly("agent.flagged expires_soon", "agent.unflagged expires_soon", "agent.flagged expired");
        assertThat(accessEnded).hasValue(1);
        assertThat(watch.count(AgentFlag.EXPIRES_SOON)).isZero();
    }

    @Test
    void a_secret_is_warned_of_before_it_is_too_old_until_it_is_rotated() throws Exception {
        register(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(90)));
        look(Duration.ofDays(90).plus(AgentCredentials.OVERLAP).minus(AgentReview.WARNED_BEFORE));
        assertThat(trail()).containsExactly("agent.flagged rotation_due");

        world.credentials(roster).rotate(NIGHT, AgentCredentials.OVERLAP, "test");
        look(Duration.ZERO);
        assertThat(trail()).containsExactly("agent.flagged rotation_due", "agent.unflagged rotation_due");

        look(Duration.ofDays(91));
        assertThat(trail()).endsWith("agent.flagged rotation_overdue");
    }

    @Test
    void an_agent_whose_owner_is_disabled_works_on_and_is_flagged_until_they_are_back() throws Exception {
        var ann = meet("ann");
        register(Optional.of("local/Ann"), Optional.empty(), Optional.empty());
        look(Duration.ZERO);
        assertThat(trail()).isEmpty();

        activate(ann, false);
        look(Duration.ZERO);
        look(Duration.ZERO);

        assertThat(trail()).containsExactly("agent.flagged owner_inactive");
        assertThat(roster.live(NIGHT, roster.row(NIGHT).orElseThrow().clientId()))
                .isPresent();

        activate(ann, true);
        look(Duration.ZERO);
        assertThat(trail()).containsExactly("agent.flagged owner_inactive", "agent.unflagged owner_inactive");
    }

    @Test
    void an_owner_who_is_nobody_of_a_provider_is_a_word_for_people() throws Exception {
        register(Optional.of("the night shift"), Optional.empty(), Optional.empty());
        look(Duration.ZERO);
        assertThat(trail()).isEmpty();
    }

    @Test
    void several_gateways_record_it_once() throws Exception {
        register(Optional.of("local/nobody"), Optional.empty(), Optional.empty());
        AgentWatch other = watch(world.roster());

        watch.look();
        other.look();
        watch(world.roster()).look();

        assertThat(trail()).containsExactly("agent.flagged owner_inactive");
    }

    @Test
    void what_cannot_be_recorded_is_tried_again() throws Exception {
        register(Optional.of("local/nobody"), Optional.empty(), Optional.empty());
        world.journal.refuseEverything(true);
        assertThatThrownBy(() -> watch.look()).isInstanceOf(SQLException.class);
        world.journal.refuseEverything(false);

        watch.look();

        assertThat(trail()).containsExactly("agent.flagged owner_inactive");
    }

    private AgentWatch watch(AgentRoster agents) {
        AgentReview review = new AgentReview(() -> world.revision, people, world.clock.clocks());
        return new AgentWatch(agents, review, world.place(), accessEnded::incrementAndGet);
    }

    private void register(Optional<String> owner, Optional<Duration> expiresIn, Optional<Duration> rotateEvery)
            throws Exception {
        Agent agent = new Agent(
                NIGHT,
                new BundleName("red"),
                owner,
                Optional.empty(),
                expiresIn.map(world.clock.now()::plus),
                rotateEvery,
                Optional.empty());
        assertThat(world.credentials(roster).register(agent, "test")).isInstanceOf(CredentialChange.Issued.class);
    }

    private Acquaintance.Known meet(String name) throws Exception {
        return (Acquaintance.Known) people.meet(
                new Asserted(IdentityProvider.LOCAL, "s", name, Optional.empty(), Optional.empty(), Optional.empty()),
                true);
    }

    private void activate(Acquaintance.Known known, boolean active) throws Exception {
        world.execute("UPDATE auth.people_change SET number = number + 1");
        world.execute("UPDATE auth.person SET active = " + active
                + ", change = (SELECT number FROM auth.people_change) WHERE id = '"
                + known.person().id() + "'");
        people.roster().refresh();
    }

    private void look(Duration later) throws SQLException {
        world.clock.advance(later);
        watch.look();
    }

    private List<String> trail() {
        return world.journal.events(AuditEvent.Administered.class).stream()
                .filter(event -> event.action().endsWith("flagged"))
                .map(event -> event.action() + " " + event.detail())
                .toList();
    }
}
