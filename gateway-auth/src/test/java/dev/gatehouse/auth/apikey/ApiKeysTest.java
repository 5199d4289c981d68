package dev.gatehouse.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.testkit.wait.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of API keys, and which doors they open. */
class ApiKeysTest {
    private static final String ACTOR = "test";
    private static final Set<String> BLUE_AUDIENCES =
            Set.of(TestWorld.BLUE_MCP, TestWorld.BLUE_MCP.replace("/mcp", "/sse"));

    private TestWorld world;
    private Auth auth;
    private CredentialChange.Issued red;

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        auth = Auth.open(world.parts());
        red = (CredentialChange.Issued) auth.credentials().create(TestWorld.RED, ACTOR);
    }

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void a_key_makes_the_caller_that_a_token_makes() throws Exception {
        String key = create("ci").key().value();

        Principal byKey = principal(key, TestWorld.RED_AUDIENCES).orElseThrow();

        var answer = TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP);
        String token = TestWorld.json(answer).text("access_token").orElseThrow();
        Principal byToken = principal(token, TestWorld.RED_AUDIENCES).orElseThrow();
        assertThat(byKey.key()).isEqualTo(byToken.key());
        assertThat(byKey.scopes()).isEqualTo(byToken.scopes());
    }

    @Test
    void a_key_opens_what_its_agent_may_use_or_the_one_server_that_it_was_made_for() throws Exception {
        String free = create("free").key().value();
        String bound = create("bound", "red").key().value();
        String elsewhere = create("elsewhere", "blue").key().value();

        assertThat(principal(free, TestWorld.RED_AUDIENCES)).isPresent();
        assertThat(principal(bound, TestWorld.RED_AUDIENCES)).isPresent();
        assertThat(principal(elsewhere, TestWorld.RED_AUDIENCES)).isEmpty();
        for (String key : new String[] {free, bound, elsewhere}) {
            assertThat(principal(key, BLUE_AUDIENCES)).as("not granted").isEmpty();
            assertThat(principal(key, Set.of())).as("no such server").isEmpty();
        }
    }

    @Test
    void a_revoked_key_opens_nothing_and_its_agent_and_its_other_keys_work_on() throws Exception {
        ApiKeyChange.Issued first = create("first");
        ApiKeyChange.Issued second = create("second");
        Principal caller =
                principal(first.key().value(), TestWorld.RED_AUDIENCES).orElseThrow();

        assertThat(auth.apiKeys().revoke(TestWorld.RED, first.status().id(), ACTOR))
                .isEqualTo(new ApiKeyChange.Revoked(first.status().id()));

        assertThat(principal(first.key().value(), TestWorld.RED_AUDIENCES)).isEmpty();
        assertThat(auth.standing().isLive(caller)).as("what it has open ends").isFalse();
        assertThat(principal(second.key().value(), TestWorld.RED_AUDIENCES)).isPresent();
        assertThat(TestWorld.token(auth.endpoints(), red, TestWorld.RED_MCP).status())
                .isEqualTo(200);
        assertThat(auth.apiKeys().revoke(TestWorld.BLUE, second.status().id(), ACTOR))
                .as("another agent's")
                .isEqualTo(new ApiKeyChange.NoSuchKey());
    }

    @Test
    void a_key_made_or_revoked_elsewhere_is_learned_of() throws Exception {
        try (Auth elsewhere = Auth.open(world.parts())) {
            ApiKeyChange.Issued made = create("ci");
            Eventually.until("known", () -> accepts(elsewhere, made.key().value()));
            auth.apiKeys().revoke(TestWorld.RED, made.status().id(), ACTOR);
            Eventually.until("gone", () -> !accepts(elsewhere, made.key().value()));
        }
    }

    @Test
    void keys_do_not_outlive_their_time_or_their_agents_client() throws Exception {
        String brief = ((ApiKeyChange.Issued) auth.apiKeys()
                        .create(
                                TestWorld.RED,
                                new ApiKeys.Wish("brief", Optional.empty(), ApiKeys.LIFETIME_MIN),
                                ACTOR))
                .key()
                .value();
        String usual = create("usual").key().value();

        world.clock.advance(ApiKeys.LIFETIME_MIN);
        assertThat(principal(brief, TestWorld.RED_AUDIENCES)).isEmpty();
        assertThat(principal(usual, TestWorld.RED_AUDIENCES)).isPresent();

        auth.credentials().revoke(TestWorld.RED, ACTOR);
        assertThat(principal(usual, TestWorld.RED_AUDIENCES)).isEmpty();
        auth.credentials().create(TestWorld.RED, ACTOR);
        assertThat(principal(usual, TestWorld.RED_AUDIENCES))
                .as("created anew, another client")
                .isEmpty();
    }

    @Test
    void an_agent_has_five_live_keys_at_most() throws Exception {
        ApiKeyChange.Issued first = create("0");
        for (int i = 1; i < ApiKeys.KEYS_PER_AGENT_MAX; i++) {
            create(String.valueOf(i));
        }
        assertThat(wish("one more", Optional.empty())).isInstanceOf(ApiKeyChange.TooManyKeys.class);

        auth.apiKeys().revoke(TestWorld.RED, first.status().id(), ACTOR);

        create("instead");
    }

    @Test
    void the_list_tells_keys_apart_shows_none_and_says_when_each_was_used() throws Exception {
        ApiKeyChange.Issued used = create("used");
        create("unused");
        assertThat(principal(used.key().value(), TestWorld.RED_AUDIENCES)).isPresent();

        var listed = auth.apiKeys().list(TestWorld.RED);

        assertThat(listed).extracting(ApiKeyStatus::label).containsExactlyInAnyOrder("used", "unused");
        ApiKeyStatus status = listed.stream()
                .filter(key -> key.label().equals("used"))
                .findFirst()
                .orElseThrow();
        assertThat(status.lastUsedAt()).contains(world.clock.now());
        assertThat(used.key().value()).startsWith(status.shown());
        assertThat(listed.toString() + world.journal.events() + used)
                .doesNotContain(used.key().value());
    }

    @Test
    void the_last_use_is_written_down_and_long_expired_keys_are_forgotten() throws Exception {
        ApiKeyRoster roster = world.apiKeys();
        String key = create("ci").key().value();
        roster.refresh();
        roster.noteUse(roster.find(ApiKey.parse(key).orElseThrow()).orElseThrow());
        roster.sweep();
        assertThat(auth.apiKeys().list(TestWorld.RED).getFirst().lastUsedAt()).contains(world.clock.now());

        world.clock.advance(
                ApiKeys.LIFETIME.plus(ApiKeyRoster.KEPT_AFTER_EXPIRY).plusSeconds(1));
        roster.sweep();

        assertThat(auth.apiKeys().list(TestWorld.RED)).isEmpty();
        assertThat(roster.find(ApiKey.parse(key).orElseThrow())).isEmpty();
    }

    @Test
    void what_cannot_be_made_is_said_and_what_cannot_be_recorded_is_not_made() throws Exception {
        assertThat(auth.apiKeys()
                        .create(TestWorld.BLUE, new ApiKeys.Wish("x", Optional.empty(), ApiKeys.LIFETIME), ACTOR))
                .isInstanceOf(ApiKeyChange.NoCredentials.class);
        assertThat(wish("x", Optional.of("nowhere"))).isInstanceOf(ApiKeyChange.NoSuchServer.class);
        assertThatThrownBy(() -> new ApiKeys.Wish("x", Optional.empty(), Duration.ofDays(366)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ApiKeys.Wish(" ", Optional.empty(), ApiKeys.LIFETIME))
                .isInstanceOf(IllegalArgumentException.class);

        world.journal.refuseEverything(true);
        assertThatThrownBy(() -> create("x")).isInstanceOf(AuditUnavailableException.class);
        world.journal.refuseEverything(false);

        assertThat(auth.apiKeys().list(TestWorld.RED)).isEmpty();
        assertThat(world.journal.events(AuditEvent.Administered.class))
                .extracting(AuditEvent.Administered::action)
                .containsExactly("agent.create");
    }

    private ApiKeyChange.Issued create(String label) throws Exception {
        return (ApiKeyChange.Issued) wish(label, Optional.empty());
    }

    private ApiKeyChange.Issued create(String label, String server) throws Exception {
        return (ApiKeyChange.Issued) wish(label, Optional.of(server));
    }

    private ApiKeyChange wish(String label, Optional<String> server) throws Exception {
        return auth.apiKeys()
                .create(TestWorld.RED, new ApiKeys.Wish(label, server.map(ServerName::new), ApiKeys.LIFETIME), ACTOR);
    }

    private boolean accepts(Auth gateway, String key) {
        return gateway.authenticator().authenticate(new AccessToken(key), TestWorld.RED_AUDIENCES)
                instanceof Authentication.Authenticated;
    }

    private Optional<Principal> principal(String presented, Set<String> audiences) {
        return auth.authenticator().authenticate(new AccessToken(presented), audiences)
                        instanceof Authentication.Authenticated(Principal principal, boolean _)
                ? Optional.of(principal)
                : Optional.empty();
    }
}
