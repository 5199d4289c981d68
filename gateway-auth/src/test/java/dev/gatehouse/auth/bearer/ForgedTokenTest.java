package dev.gatehouse.auth.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.keys.StolenKey;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Challenge;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForgedTokenTest {

    @Test
    void none_of_many_forged_tokens_is_accepted_and_the_good_one_is() throws Exception {
        TestWorld world = TestWorld.fresh();
        world.keys();
        AgentRoster roster = world.roster();
        var red = (CredentialChange.Issued) world.credentials(roster).create(TestWorld.RED, "test");
        world.credentials(roster).create(TestWorld.BLUE, "test");
        Forge forge = new Forge(StolenKey.from(world), claims(red.clientId(), world.clock.now()));
        Authenticator authenticator = world.tokens(roster, world.people()).authenticator();
        Map<String, String> forged = ForgedTokens.with(forge);

        assertThat(forged).hasSizeGreaterThan(120);
        for (int round = 0; round < 2; round++) {
            forged.forEach((what, token) -> assertThat(authenticate(authenticator, token))
                    .as(what)
                    .isInstanceOfSatisfying(Authentication.Rejected.class, rejected -> {
                        assertThat(rejected.challenge().kind()).isEqualTo(Challenge.Kind.INVALID_TOKEN);
                        assertThat(token.isEmpty() || !rejected.toString().contains(token))
                                .isTrue();
                    }));
            assertThat(authenticate(authenticator, forge.claims(forge.claims)))
                    .isInstanceOf(Authentication.Authenticated.class);
        }
    }

    @Test
    void a_good_token_is_new_once_in_an_hour() throws Exception {
        TestWorld world = TestWorld.fresh();
        world.keys();
        AgentRoster roster = world.roster();
        var red = (CredentialChange.Issued) world.credentials(roster).create(TestWorld.RED, "test");
        Forge forge = new Forge(StolenKey.from(world), claims(red.clientId(), world.clock.now()));
        Authenticator authenticator = world.tokens(roster, world.people()).authenticator();
        String token = forge.claims(forge.claims);
        assertThat(isNew(authenticator, token)).isTrue();
        assertThat(isNew(authenticator, token)).isFalse();
        // What its signature proved is forgotten before that.
        world.clock.advance(Duration.ofMinutes(2));
        assertThat(isNew(authenticator, token)).isFalse();
        assertThat(isNew(authenticator, forge.claims(claims(red.clientId(), world.clock.now()))))
                .isTrue();
    }

    private static boolean isNew(Authenticator authenticator, String token) {
        return ((Authentication.Authenticated) authenticate(authenticator, token)).anew();
    }

    private static Authentication authenticate(Authenticator authenticator, String token) {
        return authenticator.authenticate(new AccessToken(token), TestWorld.RED_AUDIENCES);
    }

    /** The claims as the issuer writes them; written here by hand, so that a test notices when those change. */
    private static String claims(String clientId, Instant now) {
        return "{\"iss\":\"https://gw.test\",\"sub\":\"red\",\"kind\":\"agent\",\"aud\":\"" + TestWorld.RED_MCP
                + "\",\"client_id\":\""
                + clientId + "\",\"scope\":\"read:tools execute:tools\",\"iat\":" + now.getEpochSecond() + ",\"exp\":"
                + now.plusSeconds(600).getEpochSecond() + ",\"jti\":\"1\"}";
    }
}
