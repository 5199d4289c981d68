package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentReview;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyRoster;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.keys.AeadSealer;
import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.UsedAssertions;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Tokens;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.database.RecordedChange;
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
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A gateway as this module sees it: agents red and blue in bundles of their own, each with one virtual server. */
public final class TestWorld {
    public static final Issuer ISSUER = new Issuer("https://gw.test");
    public static final String RED_MCP = "https://gw.test/vmcp/red/mcp";
    public static final String RED_SSE = "https://gw.test/vmcp/red/sse";
    public static final String BLUE_MCP = "https://gw.test/vmcp/blue/mcp";
    public static final Set<String> RED_AUDIENCES = Set.of(RED_MCP, RED_SSE);
    public static final ServerName SERVER_RED = new ServerName("red");
    public static final AgentName RED = new AgentName("red");
    public static final AgentName BLUE = new AgentName("blue");

    public final DataSource database;
    public final MasterKey master;
    public final ManualClock clock = new ManualClock();
    public final RecordingJournal journal = new RecordingJournal();
    public volatile Revision revision = revision("red", "blue");

    private TestWorld(DataSource database) throws Exception {
        this.database = database;
        this.master = MasterKey.parse("test", "8f1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e");
    }

    /** On the database that the tests of this JVM share, emptied. */
    public static TestWorld fresh() throws Exception {
        TestWorld world = new TestWorld(Shared.DATABASE);
        world.execute(
                "TRUNCATE auth.agent_client, auth.agent_key, auth.agent_flag, auth.signing_key, auth.membership, auth.people_group, auth.person,"
                        + " auth.dynamic_client, auth.used_assertion, auth.consent, auth.code_grant, auth.revocation,"
                        + " auth.data_key, auth.wrapped_key, auth.kill, auth.person_role, auth.browser_session");
        return world;
    }

    public static TestWorld on(DataSource database) throws Exception {
        migrate(database);
        return new TestWorld(database);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("auth")
                .locations("classpath:db/migration/auth")
                .load()
                .migrate();
    }

    private static final class Shared {
        static final DataSource DATABASE = TestDatabase.shared().fresh();

        static {
            migrate(DATABASE);
        }
    }

    public Auth.Parts parts() {
        return new Auth.Parts(ISSUER, master, database, journal, () -> revision, Optional.empty(), clock.clocks());
    }

    public SigningKeys keys() throws Exception {
        return SigningKeys.open(database, dataKeys(), clock.clocks());
    }

    public DataKeys dataKeys() throws Exception {
        return DataKeys.open(database, master, clock.clocks());
    }

    public AeadSealer sealer() throws Exception {
        return new AeadSealer(dataKeys(), clock.clocks());
    }

    public AgentRoster roster() throws Exception {
        return AgentRoster.open(database, () -> revision, clock.clocks());
    }

    public ClientAuthenticator authenticator(AgentRoster roster) {
        return OAuthClients.of(parts(), roster).authenticator();
    }

    public ClientDirectory clients(AgentRoster roster) {
        return OAuthClients.of(parts(), roster).directory();
    }

    /** Clients whose documents come from there, and their door. */
    public Clientele clientele(AgentRoster roster, Fetcher fetcher) {
        OAuthClients clients = OAuthClients.of(parts(), roster, fetcher);
        return new Clientele(clients.directory(), clients.authenticator());
    }

    public record Clientele(ClientDirectory directory, ClientAuthenticator authenticator) {}

    /** From now on the configuration says this of who may vouch for callers. */
    public void trust(Trust trust) {
        revision = new Revision(
                revision.id() + "+",
                revision.servers(),
                revision.bundles(),
                revision.agents(),
                revision.upstreams(),
                trust);
    }

    /** Everything about tokens on this world's database, as one gateway has it. */
    public Tokens tokens(AgentRoster agents, People people) throws Exception {
        return tokens(agents, people, Revocations.open(database, clock.clocks()));
    }

    public Tokens tokens(AgentRoster agents, People people, Revocations revocations) throws Exception {
        return new Tokens(new Tokens.Parts(
                ISSUER,
                keys(),
                agents,
                apiKeys(),
                people,
                authenticator(agents),
                new UsedAssertions(database, clock.clocks()),
                revocations,
                grants(revocations),
                place(),
                () -> revision));
    }

    public CodeGrants grants(Revocations revocations) throws Exception {
        return new CodeGrants(sealer(), revocations, clock.clocks());
    }

    public RecordedChange.Place place() {
        return new RecordedChange.Place(database, journal, clock.clocks());
    }

    public Directory people() {
        return new Directory(place(), () -> revision);
    }

    public ApiKeyRoster apiKeys() throws Exception {
        return ApiKeyRoster.open(database, clock.clocks());
    }

    /** With nobody known who could own an agent. */
    public AgentListing listing(AgentRoster roster) {
        return new AgentListing(roster, new AgentReview(() -> revision, people(), clock.clocks()), clock.clocks());
    }

    public AgentCredentials credentials(AgentRoster roster) {
        return new AgentCredentials(place(), roster, () -> {});
    }

    /** Each name becomes an agent, its bundle and its virtual server. */
    public static Revision revision(String... names) {
        return new Revision(
                "r",
                Stream.of(names)
                        .map(n -> new VirtualServer(new ServerName(n), url(n, "mcp"), url(n, "sse"), "", List.of()))
                        .collect(Collectors.toMap(VirtualServer::name, s -> s)),
                Stream.of(names).map(TestWorld::bundle).toList(),
                Stream.of(names)
                        .map(n -> new Agent(new AgentName(n), new BundleName(n), Optional.of(n + "@corp.test")))
                        .collect(Collectors.toMap(Agent::name, a -> a)),
                Map.of());
    }

    private static String url(String name, String end) {
        return ISSUER.at("/vmcp/" + name + "/" + end);
    }

    private static Bundle bundle(String name) {
        return new Bundle(
                new BundleName(name),
                new Members(Set.of(), Set.of(), false),
                Set.of(new ServerName(name)),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
    }

    /** Sends a request to whichever endpoint of the list has this method and path. */
    public static Answer send(
            List<Endpoint> endpoints,
            Endpoint.Method method,
            String path,
            Map<String, List<String>> headers,
            String body)
            throws Exception {
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(path);
            if (endpoint.method() == method && variables.isPresent()) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                return endpoint.handler()
                        .handle(new Request(method, path, variables.get(), "", headers, bytes, "192.0.2.7"));
            }
        }
        throw new AssertionError("no endpoint for " + method + " " + path);
    }

    /** Asks for a token as an agent does, by client_secret_basic. */
    public static Answer token(List<Endpoint> endpoints, CredentialChange.Issued client, String resource)
            throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>(FORM);
        headers.put(
                "authorization",
                List.of(basic(client.clientId(), client.secret().value())));
        return send(
                endpoints,
                Endpoint.Method.POST,
                "/oauth/token",
                headers,
                form("grant_type", "client_credentials", "resource", resource));
    }

    public static final Map<String, List<String>> FORM =
            Map.of("content-type", List.of("application/x-www-form-urlencoded"));

    public static String basic(String id, String secret) {
        String pair = encode(id) + ":" + encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    public static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encode(namesAndValues[i]))
                    .append('=')
                    .append(encode(namesAndValues[i + 1]));
        }
        return form.toString();
    }

    public static Json json(Answer answer) throws Exception {
        return Json.read(answer.body());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
