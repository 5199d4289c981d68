package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.TokenLifetimes;
import dev.gatehouse.core.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A SCIM server on a real database, for the providers okta and entra, without the network before it. */
final class ScimWorld {
    static final String OKTA = "okta-token-okta-token-okta-token-1";
    static final String ENTRA = "entra-token-entra-token-entra-token";
    static final String SHARED = "a-token-that-both-of-them-know-1234";

    final TestWorld world;
    final Directory directory;
    private final List<Endpoint> endpoints;

    private ScimWorld(TestWorld world, DataSource database) {
        this.world = world;
        RecordedChange.Place place = new RecordedChange.Place(database, world.journal, world.clock.clocks());
        this.directory = new Directory(place, () -> world.revision);
        this.endpoints = new Scim(directory, place, TestWorld.ISSUER, () -> world.revision).endpoints();
    }

    static ScimWorld fresh() throws Exception {
        TestWorld world = TestWorld.fresh();
        Revision bare = world.revision;
        world.revision =
                new Revision(bare.id(), bare.servers(), bare.bundles(), bare.agents(), bare.upstreams(), trust());
        return new ScimWorld(world, world.database);
    }

    /** The same while the database is away. */
    ScimWorld on(DataSource other) {
        return new ScimWorld(world, other);
    }

    /** Another gateway on the same database. */
    ScimWorld elsewhere() {
        return new ScimWorld(world, world.database);
    }

    private static Trust trust() {
        return new Trust(
                List.of(provider("okta", OKTA), provider("entra", ENTRA)),
                List.of(),
                List.of(),
                Registration.DEFAULT,
                TokenLifetimes.DEFAULT);
    }

    private static IdentityProvider provider(String name, String token) {
        return new IdentityProvider(
                name,
                "https://" + name + ".test",
                "gateway",
                Optional.empty(),
                List.of("openid"),
                "preferred_username",
                "groups",
                List.of(),
                true,
                Stream.of(token, SHARED).map(Confidential::new).toList());
    }

    Answer okta(String method, String target, String body) throws Exception {
        return send(method, target, body, Map.of("authorization", List.of("Bearer " + OKTA)), "application/scim+json");
    }

    Answer entra(String method, String target, String body) throws Exception {
        return send(method, target, body, Map.of("authorization", List.of("Bearer " + ENTRA)), "application/json");
    }

    Answer send(String method, String target, String body, Map<String, List<String>> headers, String mediaType)
            throws Exception {
        String path = "/scim/v2" + target.split("\\?", 2)[0];
        String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
        Map<String, List<String>> all = new java.util.HashMap<>(headers);
        all.put("content-type", List.of(mediaType));
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(path);
            if (endpoint.method().name().equals(method) && variables.isPresent()) {
                return endpoint.handler()
                        .handle(new Request(
                                endpoint.method(),
                                path,
                                variables.get(),
                                query.replace(" ", "%20"),
                                all,
                                body.getBytes(StandardCharsets.UTF_8),
                                "192.0.2.7"));
            }
        }
        throw new AssertionError("no endpoint for " + method + " " + path);
    }

    /** A new user of okta; its id. */
    String user(String userName) throws Exception {
        return id(okta("POST", "/Users", user(userName, "")));
    }

    /** A new group of okta; its id. */
    String group(String name) throws Exception {
        return id(okta(
                "POST", "/Groups", "{\"schemas\":[\"" + ResourceJson.GROUP + "\"],\"displayName\":\"" + name + "\"}"));
    }

    static String user(String userName, String more) {
        return "{\"schemas\":[\"" + ResourceJson.USER + "\"],\"userName\":\"" + userName + "\"" + more + "}";
    }

    static String patch(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operations + "]}";
    }

    static Json json(Answer answer) throws Exception {
        return Json.read(answer.body());
    }

    static String id(Answer created) throws Exception {
        return json(created)
                .text("id")
                .orElseThrow(() -> new AssertionError(new String(created.body(), StandardCharsets.UTF_8)));
    }
}
