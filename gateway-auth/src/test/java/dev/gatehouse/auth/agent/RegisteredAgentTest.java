package dev.gatehouse.auth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that were made at run time, and what is said of agents about their time. */
class RegisteredAgentTest {
    private static final String ACTOR = "test";
    private static final AgentName NIGHT = new AgentName("night");

    private TestWorld world;
    private Auth auth;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        auth = Auth.open(world.parts());
    }

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void an_agent_made_at_run_time_is_a_caller_in_its_bundle_with_its_owner() throws Exception {
        AccessToken token = token(register(agent("red").build()));

        Principal principal = principal(token).orElseThrow();

        assertThat(principal.agent()).contains(NIGHT);
        assertThat(world.revision.governing(principal, TestWorld.SERVER_RED))
                .hasValueSatisfying(bundle -> assertThat(bundle.name()).isEqualTo(new BundleName("red")));
        assertThat(world.revision.ownerOf(principal)).contains("the night shift");
        try (Auth elsewhere = Auth.open(world.parts())) {
            assertThat(elsewhere.authenticator().authenticate(token, TestWorld.RED_AUDIENCES))
                    .isInstanceOf(Authentication.Authenticated.class);
        }
    }

    @Test
    void where_the_file_names_the_agent_too_the_file_is_right_and_the_list_says_so() throws Exception {
        AccessToken token = token(register(agent("red").build()));

        world.revision = TestWorld.revision("red", "blue", "night");

        Principal principal = principal(token).orElseThrow();
        assertThat(world.revision.governing(principal, TestWorld.SERVER_RED)).isEmpty();
        assertThat(world.revision.ownerOf(principal)).contains("night@corp.test");
        AgentStatus listed = auth.agents().find(NIGHT).orElseThrow();
        assertThat(listed.source()).isEqualTo(AgentStatus.Source.FILE_OVER_RUNTIME);
        assertThat(listed.bundle()).contains(new BundleName("night"));
        assertThat(auth.credentials().renew(NIGHT, world.clock.now().plusSeconds(9), ACTOR))
                .isInstanceOf(CredentialChange.Configured.class);
    }

    @Test
    void what_cannot_be_made_is_said_and_not_recorded() throws Exception {
        var credentials = auth.credentials();

        assertThat(credentials.register(agent("nowhere").build(), ACTOR))
                .isInstanceOf(CredentialChange.NoSuchBundle.class);
        assertThat(credentials.register(agent("red").until(world.clock.now()).build(), ACTOR))
                .isInstanceOf(CredentialChange.AlreadyExpired.class);
        assertThat(credentials.register(new Agent(TestWorld.RED, new BundleName("red"), Optional.empty()), ACTOR))
                .isInstanceOf(CredentialChange.Configured.class);
        assertThat(credentials.renew(NIGHT, world.clock.now().plusSeconds(9), ACTOR))
                .isInstanceOf(CredentialChange.NoSuchAgent.class);
        assertThat(world.journal.events(AuditEvent.Administered.class)).isEmpty();

        register(agent("red").build());
        assertThat(credentials.register(agent("blue").build(), ACTOR))
                .isInstanceOf(CredentialChange.AlreadyThere.class);
        assertThat(credentials.renew(NIGHT, world.clock.now(), ACTOR))
                .isInstanceOf(CredentialChange.AlreadyExpired.class);
    }

    @Test
    void a_revoked_one_can_be_made_anew_and_is_another_client() throws Exception {
        CredentialChange.Issued before = register(agent("red").build());
        AccessToken token = token(before);
        auth.credentials().revoke(NIGHT, ACTOR);
        assertThat(auth.credentials().create(NIGHT, ACTOR)).isInstanceOf(CredentialChange.NoSuchAgent.class);

        CredentialChange.Issued anew = register(agent("red").build());

        assertThat(anew.clientId()).isNotEqualTo(before.clientId());
        assertThat(principal(token)).isEmpty();
        assertThat(principal(token(anew))).isPresent();
    }

    @Test
    void a_bundle_that_is_gone_leaves_the_agent_with_nothing_and_says_why() throws Exception {
        CredentialChange.Issued night = register(agent("red").build());

        world.revision = TestWorld.revision("blue");

        var refused = TestWorld.token(auth.endpoints(), night, TestWorld.BLUE_MCP);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(TestWorld.json(refused).text("error_description"))
                .contains("bundle red of this agent is not in the configuration");
        assertThat(auth.agents().find(NIGHT).orElseThrow().flags()).containsExactly(AgentFlag.BUNDLE_MISSING);
    }

    @Test
    void from_its_last_moment_on_secret_and_tokens_are_refused_until_it_is_renewed() throws Exception {
        CredentialChange.Issued night =
                register(agent("red").until(world.clock.now().plusSeconds(60)).build());
        AccessToken token = token(night);
        Principal caller = principal(token).orElseThrow();

        world.clock.advance(Duration.ofSeconds(59));
        assertThat(principal(token)).isPresent();
        world.clock.advance(Duration.ofSeconds(1));

        assertThat(principal(token)).isEmpty();
        assertThat(auth.standing().isLive(caller)).as("what it has open ends").isFalse();
        assertThat(TestWorld.token(auth.endpoints(), night, TestWorld.RED_MCP).status())
                .isEqualTo(401);
        assertThat(auth.agents().find(NIGHT).orElseThrow().state()).isEqualTo(AgentStatus.State.EXPIRED);

        Instant later = world.clock.now().plus(Duration.ofDays(30));
        assertThat(auth.credentials().renew(NIGHT, later, ACTOR)).isEqualTo(new CredentialChange.Renewed(later));
        assertThat(principal(token)).isPresent();
        assertThat(token(night)).isNotNull();
    }

    @Test
    void a_secret_that_is_not_rotated_in_time_is_not_accepted_any_more_and_a_rotated_one_is() throws Exception {
        CredentialChange.Issued first =
                register(agent("red").rotatedEvery(Duration.ofDays(90)).build());
        Duration accepted = Duration.ofDays(90).plus(AgentCredentials.OVERLAP);

        world.clock.advance(accepted.minusSeconds(1));
        assertThat(token(first)).isNotNull();
        world.clock.advance(Duration.ofSeconds(1));

        assertThat(TestWorld.token(auth.endpoints(), first, TestWorld.RED_MCP).status())
                .isEqualTo(401);
        var fresh = (CredentialChange.Issued) auth.credentials().rotate(NIGHT, AgentCredentials.OVERLAP, ACTOR);
        assertThat(principal(token(fresh))).isPresent();
    }

    private Terms agent(String bundle) {
        return new Terms(bundle, Optional.empty(), Optional.empty());
    }

    private record Terms(String bundle, Optional<Instant> expires, Optional<Duration> rotateEvery) {
        Terms until(Instant end) {
            return new Terms(bundle, Optional.of(end), rotateEvery);
        }

        Terms rotatedEvery(Duration every) {
            return new Terms(bundle, expires, Optional.of(every));
        }

        Agent build() {
            return new Agent(
                    NIGHT,
                    new BundleName(bundle),
                    Optional.of("the night shift"),
                    Optional.of("reports"),
                    expires,
                    rotateEvery,
                    Optional.empty());
        }
    }

    private CredentialChange.Issued register(Agent agent) throws Exception {
        return (CredentialChange.Issued) auth.credentials().register(agent, ACTOR);
    }

    private AccessToken token(CredentialChange.Issued client) throws Exception {
        var answer = TestWorld.token(auth.endpoints(), client, TestWorld.RED_MCP);
        return new AccessToken(TestWorld.json(answer).text("access_token").orElseThrow());
    }

    private Optional<Principal> principal(AccessToken token) {
        return auth.authenticator().authenticate(token, TestWorld.RED_AUDIENCES)
                        instanceof Authentication.Authenticated(Principal principal, boolean _)
                ? Optional.of(principal)
                : Optional.empty();
    }
}
