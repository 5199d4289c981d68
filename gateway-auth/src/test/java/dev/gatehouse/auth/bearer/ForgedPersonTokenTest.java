package dev.gatehouse.auth.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.keys.StolenKey;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.trust.IdentityProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens under our own key that confuse people with agents, or say what we never say of them. */
class ForgedPersonTokenTest {
    private Authenticator authenticator;
    private Forge forge;
    private String id;

    @BeforeEach
    void open() throws Exception {
        TestWorld world = TestWorld.fresh();
        Directory people = world.people();
        Asserted asserted =
                new Asserted(IdentityProvider.LOCAL, "s", "ann", Optional.empty(), Optional.empty(), Optional.empty());
        Person ann = ((Acquaintance.Known) people.meet(asserted, true)).person();
        id = ann.id().toString();
        authenticator = world.tokens(world.roster(), people).authenticator();
        long now = world.clock.now().getEpochSecond();
        forge = new Forge(
                StolenKey.from(world),
                "{\"iss\":\"https://gw.test\",\"sub\":\"" + id + "\",\"kind\":\"person\",\"aud\":\"" + TestWorld.RED_MCP
                        + "\",\"client_id\":\"app\",\"scope\":\"read:tools\",\"bundle\":\"mine\",\"sid\":\"g\",\"iat\":"
                        + now + ",\"exp\":" + (now + 600) + ",\"jti\":\"1\"}");
    }

    @Test
    void only_the_one_that_is_ours_is_accepted() {
        Map<String, String> forged = new LinkedHashMap<>();
        for (String kind : List.of("\"agent\"", "\"user\"", "\"PERSON\"", "\"\"", "1", "null", "[\"person\"]")) {
            forged.put("kind " + kind, forge.claimsWith("\"kind\":\"person\"", "\"kind\":" + kind));
        }
        for (String sub : List.of(
                "ann",
                "local/ann",
                "red",
                id.toUpperCase(Locale.ROOT),
                "{" + id + "}",
                "urn:uuid:" + id,
                UUID.randomUUID().toString(),
                id + " ",
                id.replace("-", ""))) {
            forged.put("sub " + sub, forge.claimsWith("\"sub\":\"" + id + "\"", "\"sub\":\"" + sub + "\""));
        }
        for (String bundle : List.of("\"Mine\"", "\"\"", "1", "null", "[\"mine\"]", "\"a/b\"")) {
            forged.put("bundle " + bundle, forge.claimsWith("\"bundle\":\"mine\"", "\"bundle\":" + bundle));
        }
        for (String sid : List.of("1", "null", "[\"g\"]", "{}")) {
            forged.put("sid " + sid, forge.claimsWith("\"sid\":\"g\"", "\"sid\":" + sid));
        }
        for (String act :
                List.of("\"red\"", "{}", "{\"sub\":\"red\"}", "{\"sub\":\"nobody\"}", "{\"sub\":1}", "null")) {
            forged.put("act " + act, forge.claimsWith("\"sid\":\"g\"", "\"act\":" + act));
        }
        for (String type : List.of("JWT", "oauth-id-jag+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", "")) {
            forged.put("typ " + type, forge.header(forge.header.replace("at+jwt", type)));
        }

        assertThat(forged).hasSizeGreaterThan(35);
        forged.forEach(
                (what, token) -> assertThat(authenticate(token)).as(what).isInstanceOf(Authentication.Rejected.class));
        assertThat(authenticate(forge.claims(forge.claims))).isInstanceOf(Authentication.Authenticated.class);
    }

    private Authentication authenticate(String token) {
        return authenticator.authenticate(new AccessToken(token), TestWorld.RED_AUDIENCES);
    }
}
