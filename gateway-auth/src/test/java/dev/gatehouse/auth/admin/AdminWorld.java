package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.bearer.AccessTokens;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.PeopleNamed;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.core.upstream.Screen;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One person for each role: olga owns, audra audits, ada administers bundle red, paul approves there, mel has no role and
 * answers for the agent mels in bundle blue. Zoe is a member of bundle red, by her group.
 */
final class AdminWorld implements AutoCloseable {
    static final String RESOURCE = "http://127.0.0.1:9090/api/v1";
    static final String MACHINE = "Bearer the-machine";
    static final List<String> CALLERS = List.of("machine", "olga", "audra", "ada", "paul", "mel");

    final TestWorld world;
    final Auth auth;
    final List<Endpoint> endpoints;
    private final SigningKeys keys;
    private final Map<String, Person> people = new LinkedHashMap<>();

    private AdminWorld(TestWorld world) throws Exception {
        this.world = world;
        world.revision = revision();
        this.auth = Auth.open(world.parts());
        this.keys = world.keys();
        this.endpoints = auth.adminApi(MACHINE::equals, List.of()).endpoints();
        for (String name : List.of("olga", "audra", "ada", "paul", "mel")) {
            people.put(name, person(name, Set.of()));
        }
        people.put("zoe", person("zoe", Set.of("team-red", "secret-club")));
    }

    static AdminWorld fresh() throws Exception {
        return new AdminWorld(TestWorld.fresh());
    }

    static AdminWorld on(TestWorld world) throws Exception {
        return new AdminWorld(world);
    }

    private Person person(String name, Set<String> groups) throws Exception {
        Asserted asserted = new Asserted(
                IdentityProvider.LOCAL,
                "s-" + name,
                name,
                Optional.of(name.toUpperCase(java.util.Locale.ROOT)),
                Optional.of(name + "@corp.test"),
                Optional.of(groups));
        return ((Acquaintance.Known) auth.people().meet(asserted, true)).person();
    }

    static Revision revision() {
        Revision base = TestWorld.revision("red", "blue");
        Map<AgentName, Agent> agents = new HashMap<>(base.agents());
        Agent mels = new Agent(new AgentName("mels"), new BundleName("blue"), Optional.of("local/mel"));
        agents.put(mels.name(), mels);
        Bundle red = new Bundle(
                new BundleName("red"),
                new Members(Set.of("local/team-red"), Set.of("local/ada"), false),
                Set.of(new ServerName("red")),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
        List<Bundle> bundles = List.of(red, base.bundles().getLast());
        return new Revision("admin", base.servers(), bundles, agents, base.upstreams(), trust());
    }

    static Trust trust() {
        BundleName red = new BundleName("red");
        Administration administration = new Administration(
                RESOURCE, user("olga"), user("audra"), Map.of(red, user("ada")), Map.of(red, user("paul")));
        Trust none = Trust.NONE;
        return new Trust(
                none.providers(),
                none.clients(),
                none.issuers(),
                none.registration(),
                none.lifetimes(),
                administration);
    }

    private static PeopleNamed user(String name) {
        return new PeopleNamed(Set.of(), Set.of("local/" + name));
    }

    String id(String name) {
        return person(name).id().toString();
    }

    Person person(String name) {
        return Optional.ofNullable(people.get(name)).orElseThrow();
    }

    /** A token as the consent page leads to it. */
    String token(String name, String audience, String... scopes) {
        return new AccessTokens(TestWorld.ISSUER.url(), keys, world.clock.clocks())
                .mint(
                        person(name)
                                .principal(
                                        TestWorld.ISSUER.url(),
                                        "app",
                                        Set.of(scopes),
                                        Optional.empty(),
                                        Optional.of(UUID.randomUUID().toString()),
                                        world.clock.now().plus(Duration.ofMinutes(10))),
                        Optional.empty(),
                        audience,
                        Duration.ofMinutes(10))
                .token();
    }

    /** With every scope that there is. */
    Answer ask(String caller, Endpoint.Method method, String target, String body) throws Exception {
        String header =
                caller.equals("machine") ? MACHINE : "Bearer " + token(caller, RESOURCE, "admin:read", "admin:write");
        return send(Map.of("authorization", List.of(header)), method, target, body);
    }

    Answer get(String caller, String target) throws Exception {
        return ask(caller, Endpoint.Method.GET, target, "");
    }

    Json json(String caller, String target) throws Exception {
        return Json.read(get(caller, target).body());
    }

    /** @param target below {@code /api/v1} */
    Answer send(Map<String, List<String>> headers, Endpoint.Method method, String target, String body)
            throws Exception {
        String[] parts = (Administration.PATH + target).split("\\?", 2);
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(parts[0]);
            if (endpoint.method() == method && variables.isPresent()) {
                return endpoint.handler()
                        .handle(new Request(
                                method,
                                parts[0],
                                variables.get(),
                                parts.length == 1 ? "" : parts[1],
                                headers,
                                body.getBytes(StandardCharsets.UTF_8),
                                "127.0.0.1"));
            }
        }
        throw new AssertionError("no route for " + method + " " + target);
    }

    @Override
    public void close() {
        auth.close();
    }
}
