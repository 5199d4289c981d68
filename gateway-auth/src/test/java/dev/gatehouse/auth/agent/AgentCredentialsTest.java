package dev.gatehouse.auth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.AgentName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentCredentialsTest {
    private static final String ACTOR = "test";

    private TestWorld world;
    private AgentRoster roster;
    private AgentCredentials credentials;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        roster = world.roster();
        credentials = world.credentials(roster);
    }

    @Test
    void a_new_agent_proves_itself_with_what_it_was_shown_and_nothing_else() throws Exception {
        CredentialChange.Issued issued = create(TestWorld.RED);

        assertThat(issued.clientId()).matches("gha_[0-9a-f]{32}");
        assertThat(issued.secret().value()).matches("ghs_[A-Za-z0-9_-]{43}");
        assertThat(roster.authenticate(issued.clientId(), issued.secret()))
                .hasValueSatisfying(client -> assertThat(client.agent()).isEqualTo(TestWorld.RED));
        for (String wrong : List.of("", "ghs_", issued.secret().value() + "x", issued.clientId())) {
            assertThat(roster.authenticate(issued.clientId(), new ClientSecret(wrong)))
                    .isEmpty();
        }
        assertThat(roster.authenticate("gha_unknown", issued.secret())).isEmpty();
        assertThat(roster.authenticate("", issued.secret())).isEmpty();
    }

    @Test
    void one_agents_secret_is_no_other_agents() throws Exception {
        CredentialChange.Issued red = create(TestWorld.RED);
        CredentialChange.Issued blue = create(TestWorld.BLUE);

        assertThat(roster.authenticate(red.clientId(), blue.secret())).isEmpty();
        assertThat(roster.live(TestWorld.RED, blue.clientId())).isEmpty();
    }

    @Test
    void after_a_rotation_both_secrets_work_for_the_overlap() throws Exception {
        CredentialChange.Issued old = create(TestWorld.RED);
        CredentialChange.Issued fresh = rotate(Duration.ofHours(24));

        assertThat(fresh.clientId()).isEqualTo(old.clientId());
        assertThat(fresh.previousUntil()).hasValue(world.clock.now().plus(Duration.ofHours(24)));
        world.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(works(old)).isTrue();
        assertThat(works(fresh)).isTrue();
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(works(old)).isFalse();
        assertThat(works(fresh)).isTrue();
    }

    @Test
    void a_third_secret_ends_the_first_at_once() throws Exception {
        CredentialChange.Issued first = create(TestWorld.RED);
        CredentialChange.Issued second = rotate(Duration.ofHours(24));
        CredentialChange.Issued third = rotate(Duration.ofHours(24));

        assertThat(List.of(works(first), works(second), works(third))).containsExactly(false, true, true);
    }

    @Test
    void a_rotation_without_overlap_ends_the_old_secret_at_once() throws Exception {
        CredentialChange.Issued old = create(TestWorld.RED);
        CredentialChange.Issued fresh = rotate(Duration.ZERO);

        assertThat(works(old)).isFalse();
        assertThat(works(fresh)).isTrue();
    }

    @Test
    void a_second_create_is_a_fresh_secret_of_the_same_client() throws Exception {
        CredentialChange.Issued first = create(TestWorld.RED);
        CredentialChange.Issued second = create(TestWorld.RED);

        assertThat(second.clientId()).isEqualTo(first.clientId());
        assertThat(works(first)).isTrue();
        assertThat(works(second)).isTrue();
    }

    @Test
    void a_revoked_agent_that_is_created_anew_is_another_client() throws Exception {
        CredentialChange.Issued old = create(TestWorld.RED);
        assertThat(credentials.revoke(TestWorld.RED, ACTOR)).isEqualTo(new CredentialChange.Revoked(old.clientId()));
        assertThat(credentials.revoke(TestWorld.RED, ACTOR)).isEqualTo(new CredentialChange.Revoked(old.clientId()));
        assertThat(works(old)).isFalse();
        assertThat(roster.live(TestWorld.RED, old.clientId())).isEmpty();

        CredentialChange.Issued fresh = create(TestWorld.RED);

        assertThat(fresh.clientId()).isNotEqualTo(old.clientId());
        assertThat(works(old)).isFalse();
        assertThat(roster.live(TestWorld.RED, old.clientId())).isEmpty();
        assertThat(roster.live(TestWorld.RED, fresh.clientId())).isPresent();
    }

    @Test
    void an_agent_that_leaves_the_configuration_is_out_at_once() throws Exception {
        CredentialChange.Issued red = create(TestWorld.RED);
        CredentialChange.Issued blue = create(TestWorld.BLUE);

        world.revision = TestWorld.revision("blue");

        assertThat(works(red)).isFalse();
        assertThat(roster.live(TestWorld.RED, red.clientId())).isEmpty();
        assertThat(works(blue)).isTrue();
        assertThat(credentials.create(TestWorld.RED, ACTOR)).isInstanceOf(CredentialChange.NoSuchAgent.class);
        assertThat(credentials.rotate(TestWorld.RED, Duration.ZERO, ACTOR))
                .isInstanceOf(CredentialChange.NoSuchAgent.class);
        assertThat(credentials.revoke(TestWorld.RED, ACTOR)).isInstanceOf(CredentialChange.Revoked.class);
    }

    @Test
    void what_cannot_be_done_is_said_and_not_recorded() throws Exception {
        AgentName unknown = new AgentName("unknown");

        assertThat(credentials.create(unknown, ACTOR)).isInstanceOf(CredentialChange.NoSuchAgent.class);
        assertThat(credentials.revoke(unknown, ACTOR)).isInstanceOf(CredentialChange.NoSuchAgent.class);
        assertThat(credentials.rotate(TestWorld.RED, Duration.ZERO, ACTOR))
                .isInstanceOf(CredentialChange.NoCredentials.class);
        assertThat(credentials.revoke(TestWorld.RED, ACTOR)).isInstanceOf(CredentialChange.NoCredentials.class);
        assertThatThrownBy(() -> credentials.rotate(TestWorld.RED, Duration.ofDays(8), ACTOR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(world.journal.events()).isEmpty();
    }

    @Test
    void every_change_is_recorded_with_who_did_it_and_without_the_secret() throws Exception {
        CredentialChange.Issued first = create(TestWorld.RED);
        CredentialChange.Issued second = rotate(Duration.ofHours(1));
        credentials.revoke(TestWorld.RED, "alice");

        List<AuditEvent.Administered> events = world.journal.events(AuditEvent.Administered.class);
        assertThat(events)
                .extracting(AuditEvent.Administered::action)
                .containsExactly("agent.create", "agent.rotate", "agent.revoke");
        assertThat(events).extracting(AuditEvent.Administered::object).containsOnly("red");
        assertThat(events.getLast().actor()).isEqualTo("alice");
        assertThat(events.toString())
                .contains(first.clientId())
                .doesNotContain(first.secret().value(), second.secret().value());
    }

    @Test
    void what_cannot_be_recorded_is_not_done() throws Exception {
        CredentialChange.Issued issued = create(TestWorld.RED);

        world.journal.refuseEverything(true);
        assertThatThrownBy(() -> credentials.revoke(TestWorld.RED, ACTOR))
                .isInstanceOf(AuditUnavailableException.class);
        world.journal.refuseEverything(false);
        world.journal.neverDurable(true);
        assertThatThrownBy(() -> credentials.create(TestWorld.BLUE, ACTOR))
                .isInstanceOf(AuditUnavailableException.class);

        AgentRoster restarted = world.roster();
        assertThat(restarted.authenticate(issued.clientId(), issued.secret())).isPresent();
        assertThat(restarted.row(TestWorld.RED)).isPresent();
        assertThat(restarted.row(TestWorld.BLUE)).isEmpty();
    }

    @Test
    void a_change_that_the_database_did_not_confirm_is_recorded_as_in_doubt() throws Exception {
        CredentialChange.Issued issued = create(TestWorld.RED);
        AgentCredentials unlucky = new AgentCredentials(
                new RecordedChange.Place(
                        new FailingCommits(world.database).asDataSource(), world.journal, world.clock.clocks()),
                roster,
                () -> {});

        assertThatThrownBy(() -> unlucky.revoke(TestWorld.RED, "alice")).isInstanceOf(SQLException.class);

        assertThat(world.journal.events(AuditEvent.Administered.class))
                .extracting(AuditEvent.Administered::action)
                .containsExactly("agent.create", "agent.revoke", "agent.revoke.unconfirmed");
        assertThat(works(issued)).isTrue();
    }

    @Test
    void changes_made_at_once_elsewhere_are_all_seen() throws Exception {
        String[] names = IntStream.range(0, 40).mapToObj(i -> "agent-" + i).toArray(String[]::new);
        world.revision = TestWorld.revision(names);
        AgentRoster other = world.roster();
        Set<String> problems = ConcurrentHashMap.newKeySet();

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    for (int i = t; i < names.length; i += 4) {
                        try {
                            credentials.create(new AgentName(names[i]), ACTOR);
                            other.refresh();
                        } catch (Exception e) {
                            problems.add(e.toString());
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(problems).isEmpty();
        assertThat(names).allMatch(name -> other.row(new AgentName(name)).isPresent());
    }

    @Test
    void the_list_shows_every_state_and_no_secret() throws Exception {
        world.revision = TestWorld.revision("red", "blue", "green", "grey");
        create(TestWorld.RED);
        rotate(Duration.ofHours(1));
        create(new AgentName("green"));
        create(new AgentName("grey"));
        credentials.revoke(new AgentName("green"), ACTOR);
        world.revision = TestWorld.revision("red", "blue", "green");

        List<AgentStatus> list = world.listing(roster).list();

        assertThat(list).extracting(s -> s.agent().value()).containsExactly("blue", "green", "grey", "red");
        assertThat(list)
                .extracting(AgentStatus::state)
                .containsExactly(
                        AgentStatus.State.NO_CREDENTIALS,
                        AgentStatus.State.REVOKED,
                        AgentStatus.State.NOT_CONFIGURED,
                        AgentStatus.State.ACTIVE);
        assertThat(list.getLast().previousUntil()).isPresent();
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.listing(roster).list().getLast().previousUntil()).isEmpty();
    }

    @Test
    void the_database_holds_hashes_only() throws Exception {
        CredentialChange.Issued issued = create(TestWorld.RED);

        try (Connection connection = world.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT c::text, secret_sha256 FROM auth.agent_client c")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).doesNotContain(issued.secret().value().substring(4));
            assertThat(row.getBytes(2)).isEqualTo(issued.secret().sha256());
        }
        assertThat(issued.toString() + roster.row(TestWorld.RED) + issued.secret())
                .doesNotContain(issued.secret().value());
    }

    private CredentialChange.Issued create(AgentName agent) throws Exception {
        return (CredentialChange.Issued) credentials.create(agent, ACTOR);
    }

    private CredentialChange.Issued rotate(Duration overlap) throws Exception {
        return (CredentialChange.Issued) credentials.rotate(TestWorld.RED, overlap, ACTOR);
    }

    /** On this gateway and on one that has just started. */
    private boolean works(CredentialChange.Issued issued) throws Exception {
        boolean here = roster.authenticate(issued.clientId(), issued.secret()).isPresent();
        boolean elsewhere =
                world.roster().authenticate(issued.clientId(), issued.secret()).isPresent();
        assertThat(elsewhere).isEqualTo(here);
        return here;
    }
}
