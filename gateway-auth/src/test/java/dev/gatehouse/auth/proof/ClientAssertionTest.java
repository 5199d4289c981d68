package dev.gatehouse.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.egress.SmallInternet;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientAssertionTest {
    private static final String TOKEN_URL = TestWorld.ISSUER.at("/oauth/token");
    private static final String DOCUMENT = "https://client.example/client.json";
    private static final int AT_ONCE = 20;

    @TempDir
    static Path folder;

    private static TestCertificate certificate;
    private static ECKey key;
    private static ECKey other;
    private static RSAKey rsa;

    private TestWorld world;
    private SmallInternet internet;
    private ClientAuthenticator authenticator;
    private String agent;
    private int peers;

    @BeforeAll
    static void generate() throws Exception {
        certificate = TestCertificate.of(folder, SmallInternet.HOST);
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        other = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
    }

    @BeforeEach
    void open() throws Exception {
        world = TestWorld.fresh();
        internet = SmallInternet.open(certificate);
        AgentRoster roster = world.roster();
        agent = ((CredentialChange.Issued) world.credentials(roster).create(TestWorld.RED, "test")).clientId();
        agentHas(new JWKSet(List.of(key.toPublicJWK(), rsa.toPublicJWK())));
        authenticator = world.clientele(roster, internet.fetcher(Set.of(), world.clock.clocks()))
                .authenticator();
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    @Test
    void an_agent_proves_itself_by_a_signature_of_its_configured_key() throws Exception {
        assertThat(check(signed(claims(agent), key))).isInstanceOf(ClientCheck.Agent.class);
        assertThat(check(signed(claims(agent, c -> c.audience(TOKEN_URL)), key)))
                .isInstanceOf(ClientCheck.Agent.class);
        assertThat(check(signed(claims(agent, c -> c.audience(List.of(TOKEN_URL, TestWorld.ISSUER.url()))), key)))
                .isInstanceOf(ClientCheck.Agent.class);
        SignedJWT byRsa = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("r1").build(), claims(agent));
        byRsa.sign(new RSASSASigner(rsa));
        assertThat(check(byRsa.serialize())).isInstanceOf(ClientCheck.Agent.class);
    }

    @Test
    void forged_confused_and_stale_assertions_prove_nothing() throws Exception {
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("empty", "x.y.z");
        forged.put("no signature", new PlainJWT(claims(agent)).serialize());
        forged.put("another key", signed(claims(agent), other));
        forged.put(
                "another key of the same name",
                signed(claims(agent), new ECKey.Builder(other).keyID("k1").build()));
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims(agent));
        mac.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        forged.put("public key as secret", mac.serialize());
        forged.put("key in the header", signed(headerWithKey(), claims(agent), other));
        forged.put(
                "another kind",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("k1")
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        claims(agent),
                        key));
        forged.put("critical extension", signed(critical(), claims(agent), key));
        Date now = Date.from(world.clock.now());
        Map<String, Consumer<JWTClaimsSet.Builder>> changes = new LinkedHashMap<>();
        changes.put("another iss", c -> c.issuer("gha_else"));
        changes.put("no iss", c -> c.issuer(null));
        changes.put("no aud", c -> c.audience((String) null));
        changes.put("another aud", c -> c.audience("https://elsewhere.test"));
        changes.put("aud with another", c -> c.audience(List.of(TOKEN_URL, "https://elsewhere.test")));
        changes.put("aud with a slash", c -> c.audience(TestWorld.ISSUER.url() + "/"));
        changes.put("no exp", c -> c.expirationTime(null));
        changes.put("expired", c -> c.expirationTime(new Date(now.getTime() - 31_000)));
        changes.put("too long", c -> c.expirationTime(new Date(now.getTime() + 331_000)));
        changes.put("not yet", c -> c.notBeforeTime(new Date(now.getTime() + 31_000)));
        changes.put("issued in the future", c -> c.issueTime(new Date(now.getTime() + 31_000)));
        changes.put("no jti", c -> c.jwtID(null));
        changes.put("endless jti", c -> c.jwtID("j".repeat(257)));
        for (var change : changes.entrySet()) {
            forged.put(change.getKey(), signed(claims(agent, change.getValue()), key));
        }
        forged.put("another sub", signed(claims(agent, c -> c.subject("gha_else")), key));

        forged.forEach((what, assertion) -> assertThat(check(assertion))
                .as(what)
                .isInstanceOfSatisfying(ClientCheck.Refused.class, refused -> {
                    assertThat(refused.problem()).isEqualTo(ClientCheck.Problem.NOT_PROVED);
                    assertThat(refused.description()).isEqualTo(ClientCheck.NOT_PROVED);
                }));
    }

    @Test
    void an_assertion_works_once_however_many_bring_it() throws Exception {
        String assertion = signed(claims(agent), key);
        ClientAuthenticator elsewhere = world.clientele(
                        world.roster(), internet.fetcher(Set.of(), world.clock.clocks()))
                .authenticator();
        List<Callable<ClientCheck>> uses = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            ClientAuthenticator at = i % 2 == 0 ? authenticator : elsewhere;
            Request request = request("peer " + i);
            uses.add(() -> at.check(request, form(assertion)));
        }
        int accepted = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ClientCheck> use : callers.invokeAll(uses)) {
                accepted += use.get() instanceof ClientCheck.Agent ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void a_revoked_agent_cannot_sign_any_more() throws Exception {
        AgentRoster roster = world.roster();
        ClientAuthenticator door = world.clientele(roster, internet.fetcher(Set.of(), world.clock.clocks()))
                .authenticator();
        world.credentials(roster).revoke(TestWorld.RED, "test");

        assertThat(door.check(request("peer"), form(signed(claims(agent), key))))
                .isInstanceOf(ClientCheck.Refused.class);
    }

    @Test
    void keys_of_a_document_are_fetched_and_a_new_one_is_found() throws Exception {
        serve(key);
        assertThat(check(signed(claims(DOCUMENT), key))).isInstanceOf(ClientCheck.Client.class);

        serve(other);
        world.clock.advance(Duration.ofSeconds(31));
        assertThat(check(signed(claims(DOCUMENT), other))).isInstanceOf(ClientCheck.Client.class);
        assertThat(check(signed(claims(DOCUMENT), key))).isInstanceOf(ClientCheck.Refused.class);
        assertThat(check(signed(claims(DOCUMENT), key))).isInstanceOf(ClientCheck.Refused.class);
        assertThat(internet.requests().stream().filter(r -> r.contains("/jwks")))
                .hasSize(2);
    }

    @Test
    void a_client_that_must_sign_is_not_let_in_by_its_name() throws Exception {
        serve(key);

        assertThat(authenticator.check(request("peer"), Form.parse("client_id=" + DOCUMENT)))
                .isInstanceOf(ClientCheck.Refused.class);
    }

    private void serve(ECKey published) {
        String jwks = new JWKSet(published.toPublicJWK()).toString();
        internet.answers((request, out) -> out.write(SmallInternet.ok(
                request.startsWith("GET /jwks")
                        ? jwks
                        : "{\"client_id\":\"" + DOCUMENT + "\",\"client_name\":\"Signer\","
                                + "\"redirect_uris\":[\"https://client.example/cb\"],"
                                + "\"token_endpoint_auth_method\":\"private_key_jwt\","
                                + "\"jwks_uri\":\"https://client.example/jwks\"}")));
    }

    private void agentHas(JWKSet keys) {
        Revision before = world.revision;
        Agent red = new Agent(
                TestWorld.RED,
                new BundleName("red"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(keys.toString()));
        world.revision = new Revision(
                "keys", before.servers(), before.bundles(), Map.of(TestWorld.RED, red), before.upstreams());
    }

    private JWTClaimsSet claims(String clientId) {
        return claims(clientId, _ -> {});
    }

    private JWTClaimsSet claims(String clientId, Consumer<JWTClaimsSet.Builder> change) {
        Date now = Date.from(world.clock.now());
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(TestWorld.ISSUER.url())
                .issueTime(now)
                .expirationTime(new Date(now.getTime() + 60_000))
                .jwtID(UUID.randomUUID().toString());
        change.accept(builder);
        return builder.build();
    }

    private static String signed(JWTClaimsSet claims, ECKey by) throws Exception {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims, by);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey by) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    private static JWSHeader headerWithKey() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .jwk(other.toPublicJWK())
                .build();
    }

    private static JWSHeader critical() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("k1")
                .criticalParams(Set.of("b64"))
                .base64URLEncodePayload(true)
                .build();
    }

    private ClientCheck check(String assertion) {
        return authenticator.check(request("peer " + peers++), form(assertion));
    }

    private static Form form(String assertion) {
        return Form.parse(
                TestWorld.form("client_assertion_type", ClientProof.ASSERTION_TYPE, "client_assertion", assertion));
    }

    private static Request request(String peer) {
        return new Request(Endpoint.Method.POST, "/oauth/token", Map.of(), "", Map.of(), new byte[0], peer);
    }
}
