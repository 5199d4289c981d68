package dev.gatehouse.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.conformance.Folders;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.oidc.FakeIdp;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway in a process of its own for the people of one provider, called corp. Staff may use desk and attic; leads may
 * use desk, but not its tool, so that it shows which of both bundles governs a call.
 */
public final class IdentityWorld implements AutoCloseable {
    public static final String SCIM_TOKEN = "scim-token-of-at-least-32-characters";
    public static final String CHATGPT_CALLBACK = "https://chatgpt.com/connector_platform_oauth_redirect";

    static final Pattern APPROVAL = Pattern.compile("/approvals/([0-9a-f]{16})");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path folder;
    final Connectable database;
    final AuditRows rows;
    public final FakeIdp idp;
    final ClientDocument document;
    private final HttpMcpServer upstream;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    public final TestGateway gateway;

    private IdentityWorld(Path folder, Connectable database) throws Exception {
        this.folder = folder;
        this.database = database;
        this.rows = new AuditRows(database);
        this.idp = opened(FakeIdp.start(Instant::now));
        this.document = opened(ClientDocument.serve(folder, List.of(CHATGPT_CALLBACK)));
        this.upstream = opened(HttpMcpServer.start(arguments -> {
            said.add(arguments.path("text").asString(""));
            return arguments.path("text");
        }));
        this.gateway = gateway("first");
        areIn("Staff");
    }

    /** The one that tests of this JVM share. Nothing is pushed by SCIM there: logins would no more say who is in a group. */
    public static IdentityWorld shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final IdentityWorld INSTANCE = open();

        private static IdentityWorld open() {
            try {
                IdentityWorld world = start(
                        Folders.fresh(Path.of(
                                        "target/identity",
                                        Long.toString(ProcessHandle.current().pid()))
                                .toAbsolutePath()),
                        TestDatabase.shared().freshDatabase());
                Runtime.getRuntime().addShutdownHook(new Thread(world::end));
                return world;
            } catch (Exception e) {
                throw new IllegalStateException("no gateway to test with", e);
            }
        }
    }

    private void end() {
        try {
            close();
        } catch (Exception e) {
            throw new IllegalStateException("the shared gateway did not end", e);
        }
    }

    /** One with a gateway that is ready. */
    static IdentityWorld start(Path folder, Connectable database) throws Exception {
        IdentityWorld world = prepare(folder, database);
        try {
            world.gateway.start().awaitUpstreams(1);
            return world;
        } catch (Exception e) {
            world.close();
            throw e;
        }
    }

    /** One whose gateway is not started yet. */
    static IdentityWorld prepare(Path folder, Connectable database) throws Exception {
        return new IdentityWorld(folder, database);
    }

    /** One more gateway on the same database, not started yet. */
    TestGateway gateway(String name) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        TestGateway prepared = opened(TestGateway.prepare(home, database, body()))
                .withEnvironment("IDP_SECRET", FakeIdp.CLIENT_SECRET)
                .withEnvironment("CORP_SCIM", SCIM_TOKEN);
        document.jvmOptions().forEach(prepared::withJvmOption);
        return prepared;
    }

    private String body() {
        return """
                upstreams:
                  echo: { url: "%s" }
                virtualServers:
                  desk: { names: original, upstreams: { echo: {} } }
                  attic: { names: original, upstreams: { echo: {} } }
                  vault: { names: original, upstreams: { echo: {} } }
                  annex: { names: original, upstreams: { echo: {} } }
                agents:
                  clerk: { bundle: careful, owner: corp/olga }
                  robot: { bundle: unattended, owner: corp/olga }
                bundles:
                  staff: { members: { groups: [Staff] }, virtualServers: [desk, attic] }
                  leads: { members: { groups: [Leads] }, virtualServers: [desk], policies: [delegate] }
                  careful: { virtualServers: [vault], policies: [held], approvers: { groups: [Leads] } }
                  unattended: { virtualServers: [annex], policies: [executed], approvers: { groups: [Leads] } }
                policies:
                  executed: [{ tools: [echo], approve: { within: 10m, execute: onApproval }, deny: "It leaves the house." }]
                  held: [{ tools: [echo], approve: { within: 10m }, deny: "It leaves the house." }]
                  delegate: [{ tools: [echo], deny: "Leads let others say it." }]
                identity:
                  providers:
                    corp:
                      issuer: "%s"
                      clientId: %s
                      clientSecret: ${env:IDP_SECRET}
                      scim: { token: "${env:CORP_SCIM}" }
                  registration: { intranetHosts: ["%s"] }
                  clients:
                    suite: { name: Conformance suite, redirectUris: ["http://127.0.0.1/callback"] }
                    editor: { name: Editor, redirectUris: ["cursor://anysphere.cursor-mcp/oauth/callback"] }
                    six: { name: Six, redirectUris: ["http://[::1]/callback"] }
                """.formatted(upstream.url(), idp.issuer(), FakeIdp.CLIENT_ID, document.authority());
    }

    /** How often the upstream's tool was called with this text. */
    long said(String text) {
        return said.stream().filter(text::equals).count();
    }

    /** Makes a call of the agent clerk that waits for somebody in Leads; the id of its request. */
    String heldCall() throws Exception {
        String token = gateway.token(gateway.credential("clerk"), "vault");
        String told = gateway.call("vault", token, "echo", "{\"text\":\"" + UUID.randomUUID() + "\"}")
                .body();
        Matcher link = APPROVAL.matcher(told);
        assertThat(link.find()).as(told).isTrue();
        return link.group(1);
    }

    /** In which groups whoever logs in from now on is; where SCIM pushed a group, only SCIM says that. */
    void areIn(String... groups) {
        idp.claims(Map.of("groups", List.of(groups)));
    }

    /** Somebody at a browser that has never been here. */
    public Person person(String name) {
        return new Person(name, gateway.url(), idp.issuer());
    }

    /** A client that was told where desk is, and nothing else. */
    McpClient client() throws Exception {
        return McpClient.at(gateway.mcpUrl("desk"));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Ends what was started, the last first. */
    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
