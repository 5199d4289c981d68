package dev.gatehouse.auth.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.authorize.PeopleWorld;
import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.token.Tokens;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other authorization servers sign counts for exactly what they are trusted with. */
class TrustedIssuerTest {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";

    private FakeIssuer issuer;
    private TestWorld world;
    private Person ann;
    private Tokens tokens;
    private CredentialChange.Issued red;

    @BeforeEach
    void open() throws Exception {
        issuer = new FakeIssuer();
        world = TestWorld.fresh();
        ann = PeopleWorld.ann(world, trusted(true, true, true));
        AgentRoster agents = world.roster();
        red = (CredentialChange.Issued) world.credentials(agents).create(TestWorld.RED, "test");
        tokens = world.tokens(agents, PeopleWorld.people(world));
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    private TrustedIssuer trusted(boolean access, boolean assertions, boolean exchange) {
        return new TrustedIssuer(issuer.url(), Optional.empty(), "local", access, assertions, exchange);
    }

    private long now() {
        return world.clock.now().getEpochSecond();
    }

    /** Claims as a good access token has them. */
    private Json claims() {
        return Json.object()
                .put("iss", issuer.url())
                .put("sub", "s-ann")
                .put("aud", TestWorld.RED_MCP)
                .put("client_id", "their-client")
                .put("scope", "read:tools")
                .put("iat", now())
                .put("exp", now() + 300)
                .put("jti", UUID.randomUUID().toString())
                .build();
    }

    private Authentication authenticate(String token) {
        return tokens.authenticator().authenticate(new AccessToken(token), TestWorld.RED_AUDIENCES);
    }

    @Test
    void an_access_token_of_a_trusted_issuer_makes_its_subject_the_same_principal_as_ours() throws Exception {
        assertThat(authenticate(issuer.sign("at+jwt", claims())))
                .isInstanceOfSatisfying(Authentication.Authenticated.class, known -> {
                    Principal principal = known.principal();
                    assertThat(principal.kind()).isEqualTo(Principal.Kind.USER);
                    assertThat(principal.issuer()).isEqualTo(TestWorld.ISSUER.url());
                    assertThat(principal.subject()).isEqualTo(ann.id().toString());
                    assertThat(principal.name()).hasValue("local/ann");
                    assertThat(principal.clientId()).isEqualTo("their-client");
                    assertThat(principal.scopes()).containsExactly("read:tools");
                });
    }

    @Test
    void none_of_many_forged_and_confused_ones_is_accepted() throws Exception {
        Map<String, String> forged = forged();

        assertThat(forged).hasSizeGreaterThan(35);
        forged.forEach((what, token) -> assertThat(authenticate(token))
                .as(what)
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected -> assertThat(rejected.challenge().kind()).isEqualTo(Challenge.Kind.INVALID_TOKEN)));
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Authenticated.class);
    }

    private Map<String, String> forged() throws Exception {
        Map<String, String> all = new LinkedHashMap<>();
        for (String type : List.of("", "JWT", "oauth-id-jag+jwt", "logout+jwt", "AT+JWT+x", "application/jwt")) {
            all.put("typ " + type, issuer.sign(type, claims()));
        }
        for (String name : List.of("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti")) {
            all.put(name + " missing", issuer.sign("at+jwt", claims().without(name)));
            all.put(
                    name + " strange",
                    issuer.sign("at+jwt", claims().with(name, Json.object().build())));
        }
        Map<String, Json> others = new LinkedHashMap<>();
        others.put("iss", Json.of("https://other.test"));
        others.put("iss ", Json.of(TestWorld.ISSUER.url()));
        others.put("sub", Json.of("s-bob"));
        others.put("sub ", Json.of(ann.id().toString()));
        others.put("aud", Json.of(TestWorld.BLUE_MCP));
        others.put("aud ", Json.ofStrings(List.of(TestWorld.BLUE_MCP, TestWorld.ISSUER.url())));
        others.put("exp", Json.of(now() - 31));
        others.put("exp ", Json.of(now() + 90_000));
        others.put("iat", Json.of(now() + 31));
        others.put("nbf", Json.of(now() + 60));
        for (Map.Entry<String, Json> other : others.entrySet()) {
            String name = other.getKey().strip();
            all.put(
                    other.getKey() + " " + other.getValue(),
                    issuer.sign("at+jwt", claims().with(name, other.getValue())));
        }
        headers(all);
        String good = issuer.sign("at+jwt", claims());
        String[] parts = good.split("\\.");
        all.put("no signature", parts[0] + "." + parts[1] + ".");
        all.put(
                "other claims",
                parts[0] + "." + encoded(claims().with("scope", Json.of("all")).toString()) + "." + parts[2]);
        all.put("alg none", encoded("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".");
        all.put("the public key as secret", hmac(parts[1]));
        issuer.stealName();
        all.put("another key of that name", issuer.sign("at+jwt", claims()));
        issuer.rotate("k1");
        return all;
    }

    private void headers(Map<String, String> all) throws Exception {
        JWSHeader.Builder base = new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt"));
        all.put("no kid", issuer.sign(base.build(), claims()));
        all.put(
                "embedded key",
                issuer.sign(base.keyID("k1").jwk(issuer.publicKey()).build(), claims()));
        all.put("own header", issuer.sign(base.jwk(null).customParam("x", "y").build(), claims()));
    }

    private String hmac(String payload) throws Exception {
        String input = encoded("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"k1\"}") + "." + payload;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(issuer.publicKey().toRSAPublicKey().getEncoded(), "HmacSHA256"));
        return input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_use_that_is_not_switched_on_does_not_work() throws Exception {
        world.revision = PeopleWorld.revision(trusted(false, true, true));
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Rejected.class);

        world.revision = PeopleWorld.revision(trusted(true, false, false));
        assertThat(assertion(assertionClaims()).status()).isEqualTo(400);
        assertThat(exchange(issuer.sign("at+jwt", forUs()), "access_token").status())
                .isEqualTo(400);
    }

    @Test
    void trust_that_is_withdrawn_ends_what_was_verified_before() throws Exception {
        String token = issuer.sign("at+jwt", claims());
        assertThat(authenticate(token)).isInstanceOf(Authentication.Authenticated.class);

        world.revision = PeopleWorld.revision(trusted(false, false, false));

        assertThat(authenticate(token)).isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void a_new_key_is_fetched_and_invented_ones_do_not_make_us_fetch_on_and_on() throws Exception {
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Authenticated.class);
        issuer.rotate("k2");
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Authenticated.class);

        for (int i = 0; i < 50; i++) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID("invented" + i)
                    .build();
            assertThat(authenticate(issuer.sign(header, claims()))).isInstanceOf(Authentication.Rejected.class);
        }
        assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    }

    @Test
    void metadata_that_lead_inside_are_not_followed() throws Exception {
        issuer.namesAnotherOrigin();
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Rejected.class);
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void known_keys_work_on_while_the_issuer_is_away_and_without_any_nobody_is_let_in() throws Exception {
        issuer.answers(500);
        assertThat(authenticate(issuer.sign("at+jwt", claims())))
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected -> assertThat(rejected.challenge().kind()).isEqualTo(Challenge.Kind.UNAVAILABLE));
        issuer.answers(200);
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Authenticated.class);

        issuer.answers(500);
        assertThat(authenticate(issuer.sign("at+jwt", claims()))).isInstanceOf(Authentication.Authenticated.class);
    }

    private Json assertionClaims() {
        return Json.object()
                .put("iss", issuer.url())
                .put("sub", "s-ann")
                .put("aud", TestWorld.ISSUER.url())
                .put("client_id", PeopleWorld.VAULT)
                .put("resource", TestWorld.RED_MCP)
                .put("scope", "read:tools execute:tools")
                .put("iat", now())
                .put("exp", now() + 300)
                .put("jti", UUID.randomUUID().toString())
                .build();
    }

    private Answer assertion(Json claims) throws Exception {
        return assertion("oauth-id-jag+jwt", claims);
    }

    private Answer assertion(String type, Json claims) throws Exception {
        return vault("grant_type", JWT_BEARER, "assertion", issuer.sign(type, claims));
    }

    private Answer vault(String... form) throws Exception {
        return post(TestWorld.basic(PeopleWorld.VAULT, PeopleWorld.VAULT_SECRET), form);
    }

    private Answer post(String authorization, String... form) throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>(TestWorld.FORM);
        headers.put("authorization", List.of(authorization));
        return TestWorld.send(tokens.endpoints(), Endpoint.Method.POST, "/oauth/token", headers, TestWorld.form(form));
    }

    @Test
    void an_identity_assertion_is_good_for_one_token_without_refresh() throws Exception {
        Json claims = assertionClaims();

        Answer answer = assertion(claims);

        Json body = TestWorld.json(answer);
        assertThat(answer.status()).as(body.toString()).isEqualTo(200);
        assertThat(body.member("refresh_token")).isEmpty();
        assertThat(authenticate(body.text("access_token").orElseThrow()))
                .isInstanceOfSatisfying(
                        Authentication.Authenticated.class,
                        known -> assertThat(known.principal().name()).hasValue("local/ann"));
        assertThat(TestWorld.json(assertion(claims)).text("error")).as("again").hasValue("invalid_grant");
    }

    @Test
    void an_assertion_for_anybody_else_or_of_another_sort_gives_nothing() throws Exception {
        Map<String, Json> wrong = new LinkedHashMap<>();
        wrong.put("aud", Json.of("https://other.test"));
        wrong.put("aud ", Json.ofStrings(List.of(TestWorld.ISSUER.url(), "https://other.test")));
        wrong.put("client_id", Json.of("app"));
        wrong.put("sub", Json.of("s-bob"));
        wrong.put("jti", Json.of(1));
        wrong.put("exp", Json.of(now() + 7200));
        wrong.put("exp ", Json.of(now() - 31));
        for (Map.Entry<String, Json> other : wrong.entrySet()) {
            Json claims = assertionClaims().with(other.getKey().strip(), other.getValue());
            assertThat(TestWorld.json(assertion(claims)).text("error"))
                    .as(other.toString())
                    .hasValue("invalid_grant");
        }
        for (String type : List.of("at+jwt", "JWT", "")) {
            assertThat(TestWorld.json(assertion(type, assertionClaims())).text("error"))
                    .as(type)
                    .hasValue("invalid_grant");
        }
        assertThat(TestWorld.json(assertion(assertionClaims().with("resource", Json.of(TestWorld.BLUE_MCP))))
                        .text("error"))
                .hasValue("invalid_target");
        Answer anybody = TestWorld.send(
                tokens.endpoints(),
                Endpoint.Method.POST,
                "/oauth/token",
                TestWorld.FORM,
                TestWorld.form(
                        "grant_type",
                        JWT_BEARER,
                        "client_id",
                        "app",
                        "assertion",
                        issuer.sign("oauth-id-jag+jwt", assertionClaims())));
        assertThat(TestWorld.json(anybody).text("error")).hasValue("unauthorized_client");
    }

    private Json forUs() {
        return claims().with("aud", Json.of(TestWorld.ISSUER.url()));
    }

    private Answer exchange(String token, String type) throws Exception {
        return post(
                TestWorld.basic(red.clientId(), red.secret().value()),
                "grant_type",
                EXCHANGE,
                "subject_token",
                token,
                "subject_token_type",
                TYPE + type,
                "resource",
                TestWorld.RED_MCP);
    }

    @Test
    void an_agent_can_exchange_a_persons_token_and_the_result_dies_with_the_agent() throws Exception {
        Answer answer = exchange(issuer.sign("at+jwt", forUs()), "access_token");

        Json body = TestWorld.json(answer);
        assertThat(answer.status()).as(body.toString()).isEqualTo(200);
        assertThat(body.text("issued_token_type")).hasValue(TYPE + "access_token");
        String token = body.text("access_token").orElseThrow();
        assertThat(authenticate(token)).isInstanceOfSatisfying(Authentication.Authenticated.class, known -> {
            assertThat(known.principal().kind()).isEqualTo(Principal.Kind.USER);
            assertThat(known.principal().clientId()).isEqualTo(red.clientId());
        });
        world.revision = PeopleWorld.withoutAgents(world.revision);
        assertThat(authenticate(token)).isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void a_token_that_was_meant_for_somebody_else_cannot_be_exchanged() throws Exception {
        assertThat(TestWorld.json(exchange(issuer.sign("at+jwt", claims()), "access_token"))
                        .text("error"))
                .as("for the server itself")
                .hasValue("invalid_request");
        assertThat(TestWorld.json(exchange(issuer.sign("JWT", forUs()), "access_token"))
                        .text("error"))
                .as("an ID token as access token")
                .hasValue("invalid_request");
        assertThat(TestWorld.json(exchange(issuer.sign("at+jwt", forUs()), "saml2"))
                        .text("error"))
                .hasValue("invalid_request");
        assertThat(exchange(issuer.sign("JWT", forUs()), "id_token").status()).isEqualTo(200);
    }
}
