package dev.gatehouse.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.EndpointServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An OpenID provider with real keys on a port of its own. Its login page takes any name and asks for no password. */
public final class FakeIdp implements AutoCloseable {
    public static final String CLIENT_ID = "gatehouse";
    public static final String CLIENT_SECRET = "fake-idp-secret-3f7c9a";

    private static final int BODY_MAX_BYTES = 64 * 1024;

    private final EndpointServer server;
    private final Supplier<Instant> now;
    private final Map<String, Form> codes = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger redeemed = new AtomicInteger();
    private final AtomicInteger strays = new AtomicInteger();
    private volatile IdpKeys keys = IdpKeys.fresh();
    private volatile IdpFault fault = IdpFault.NONE;
    private volatile Map<String, Object> claims = Map.of();

    private FakeIdp(EndpointServer server, Supplier<Instant> now) {
        this.server = server;
        this.now = now;
    }

    public static FakeIdp start(Supplier<Instant> now) throws IOException {
        FakeIdp started = new FakeIdp(EndpointServer.start(), now);
        started.server.serve(List.of(
                started.endpoint(Endpoint.Method.GET, "/.well-known/openid-configuration", _ -> started.discovery()),
                started.endpoint(Endpoint.Method.GET, "/jwks", _ -> started.jwks()),
                started.endpoint(Endpoint.Method.GET, "/authorize", FakeIdp::loginPage),
                started.endpoint(Endpoint.Method.POST, "/authorize", started::logIn),
                started.endpoint(Endpoint.Method.POST, "/token", started::redeem)));
        return started;
    }

    public String issuer() {
        return server.url();
    }

    public void misbehave(IdpFault fault) {
        this.fault = fault;
    }

    /** What ID tokens say besides; replaces what they say otherwise. */
    public void claims(Map<String, Object> claims) {
        this.claims = Map.copyOf(claims);
    }

    /** From now on another key signs, and only that one is published. */
    public void rotateKey() {
        keys = IdpKeys.fresh();
    }

    /** How many codes reached the token endpoint. */
    public int redemptions() {
        return redeemed.get();
    }

    /** How many requests came by the other name that a faulty discovery gives. */
    public int strays() {
        return strays.get();
    }

    private Endpoint endpoint(Endpoint.Method method, String path, Endpoint.Handler handler) {
        Endpoint.Handler orDown = request -> {
            if (request.header("host")
                    .filter(host -> host.startsWith("localhost"))
                    .isPresent()) {
                strays.incrementAndGet();
            }
            return fault == IdpFault.DOWN ? Answer.text(503, "down") : handler.handle(request);
        };
        return new Endpoint(
                Endpoint.Listener.PUBLIC, method, PathPattern.of(path), Endpoint.Guard.PUBLIC, BODY_MAX_BYTES, orDown);
    }

    private Answer discovery() {
        String issuer = fault == IdpFault.OTHER_DISCOVERY ? "https://other.test" : issuer();
        return json(Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", (fault == IdpFault.TOKENS_ELSEWHERE ? elsewhere() : issuer()) + "/token")
                .put("jwks_uri", (fault == IdpFault.KEYS_ELSEWHERE ? elsewhere() : issuer()) + "/jwks")
                .put("authorization_response_iss_parameter_supported", true)
                .build());
    }

    /** The same server by another name. */
    private String elsewhere() {
        return issuer().replace("127.0.0.1", "localhost");
    }

    private Answer jwks() {
        return Answer.json(200, new JWKSet(keys.published().toPublicJWK()).toString());
    }

    private static Answer loginPage(Request request) {
        StringBuilder form = new StringBuilder();
        for (String name : List.of("redirect_uri", "state", "nonce", "code_challenge", "acr_values", "max_age")) {
            request.parameters()
                    .value(name)
                    .ifPresent(value -> form.append("<input type=hidden name=")
                            .append(name)
                            .append(" value=\"")
                            .append(value)
                            .append("\">"));
        }
        return Answer.html(
                200,
                "<!doctype html><title>Fake provider</title><form method=post action=/authorize>" + form
                        + "<label>Name <input name=user></label><button>Log in</button></form>");
    }

    private Answer logIn(Request request) {
        Form form = form(request);
        String target = form.value("redirect_uri").orElseThrow();
        String state = "state=" + encode(form.value("state").orElse(""));
        String iss = fault == IdpFault.OTHER_RESPONSE_ISSUER ? "https://other.test" : issuer();
        if (fault == IdpFault.ACCESS_DENIED) {
            return Answer.seeOther(
                    target + "?error=access_denied&error_description=no&" + state + "&iss=" + encode(iss));
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, form);
        return Answer.seeOther(target + "?code=" + code + "&" + state + "&iss=" + encode(iss));
    }

    private Answer redeem(Request request) throws JOSEException, InterruptedException {
        redeemed.incrementAndGet();
        if (fault == IdpFault.SLOW) {
            closed.await();
        }
        if (fault == IdpFault.ENDLESS) {
            return Answer.json(200, "{\"id_token\":\"" + "x".repeat(1024 * 1024) + "\"}");
        }
        Form form = form(request);
        Form begun = form.value("code").map(codes::remove).orElse(null);
        if (begun == null || !isOurClient(request) || !isSame(begun, form)) {
            return Answer.json(400, "{\"error\":\"invalid_grant\"}");
        }
        if (fault == IdpFault.NO_ID_TOKEN) {
            return json(Json.object().put("access_token", "opaque").build());
        }
        JWTClaimsSet told = new IdTokenClaims(issuer(), now.get(), fault).of(begun, claims);
        return json(Json.object()
                .put("access_token", "opaque")
                .put("token_type", "Bearer")
                .put("id_token", keys.token(told, fault))
                .build());
    }

    private static boolean isOurClient(Request request) {
        String pair = CLIENT_ID + ":" + CLIENT_SECRET;
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return request.header("authorization").filter(expected::equals).isPresent();
    }

    private static boolean isSame(Form begun, Form redeemed) {
        Optional<String> challenge = redeemed.value("code_verifier").map(FakeIdp::challenge);
        return begun.value("code_challenge").equals(challenge)
                && begun.value("redirect_uri").equals(redeemed.value("redirect_uri"));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Form form(Request request) {
        return Form.parse(new String(request.body(), StandardCharsets.UTF_8));
    }

    private static Answer json(Json json) {
        return Answer.json(200, json.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
