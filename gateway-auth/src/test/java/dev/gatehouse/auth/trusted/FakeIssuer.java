package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.EndpointServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Another authorization server on a real socket, with keys of its own, that counts who fetches them. */
public final class FakeIssuer implements AutoCloseable {
    private final EndpointServer server = EndpointServer.start();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey key = key("k1");
    private volatile String jwks = new JWKSet(key.toPublicJWK()).toString();
    private volatile int status = 200;
    private volatile String keysAt = server.url();

    public FakeIssuer() throws Exception {
        server.serve(List.of(
                get(
                        "/.well-known/openid-configuration",
                        () -> Json.object()
                                .put("issuer", url())
                                .put("jwks_uri", keysAt + "/jwks")
                                .build()
                                .toString()),
                get("/jwks", () -> {
                    fetches.incrementAndGet();
                    return jwks;
                })));
    }

    private Endpoint get(String path, Supplier<String> body) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.GET,
                PathPattern.of(path),
                Endpoint.Guard.PUBLIC,
                0,
                _ -> Answer.json(status, body.get()));
    }

    private static RSAKey key(String id) throws Exception {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    public String url() {
        return server.url();
    }

    public int fetches() {
        return fetches.get();
    }

    /** From now on everything is answered with this status. */
    public void answers(int status) {
        this.status = status;
    }

    /** Its metadata lead to the same keys under another name of this machine from now on. */
    public void namesAnotherOrigin() {
        keysAt = server.url().replace("127.0.0.1", "localhost");
    }

    /** Signs with another key from now on, which is published. */
    public void rotate(String id) throws Exception {
        key = key(id);
        jwks = new JWKSet(key.toPublicJWK()).toString();
    }

    /** Signs with another key of the same name, which is not published. */
    public void stealName() throws Exception {
        key = key(key.getKeyID());
    }

    public String sign(String type, Json claims) throws Exception {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(type.isEmpty() ? null : new JOSEObjectType(type))
                        .keyID(key.getKeyID())
                        .build(),
                claims);
    }

    public String sign(JWSHeader header, Json claims) throws Exception {
        JWSObject jws = new JWSObject(header, new Payload(claims.toString()));
        jws.sign(new RSASSASigner(key));
        return jws.serialize();
    }

    RSAKey publicKey() {
        return key.toPublicJWK();
    }

    @Override
    public void close() {
        server.close();
    }
}
