package dev.gatehouse.server.connect;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.browser.Chromium;
import dev.gatehouse.testkit.browser.Window;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.oidc.FakeIdp;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients from npm that know nothing but a URL, a person in a browser, and a gateway that runs. */
@Timeout(240)
class OAuthClientsTest {
    private static final Set<String> DESKTOP = Set.of(
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "XDG_CURRENT_DESKTOP",
            "DESKTOP_SESSION",
            "GNOME_DESKTOP_SESSION_ID",
            "KDE_FULL_SESSION");

    @TempDir
    static Path folder;

    private static NpmProject npm;
    private static FakeIdp idp;
    private static TestGateway gateway;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> missing = Chromium.missing();
        missing.ifPresent(why -> System.out.println("SKIPPED: " + why));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        npm = NodeModules.clients();
        idp = FakeIdp.start(Instant::now);
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), body())
                .withEnvironment("IDP_SECRET", FakeIdp.CLIENT_SECRET)
                .servedBy(LaterServe.class)
                .start()
                .awaitUpstreams(1);
        chromium = Chromium.start();
    }

    private static String body() {
        return """
                upstreams:
                  demo: %s
                virtualServers:
                  tools: { upstreams: { demo: {} } }
                identity:
                  providers:
                    corp: { issuer: "%s", clientId: %s, clientSecret: "${env:IDP_SECRET}" }
                  tokens: { access: 1m }
                bundles:
                  people: { members: { users: [ada] }, virtualServers: [tools] }
                """.formatted(TestGateway.demoUpstream(), idp.issuer(), FakeIdp.CLIENT_ID);
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (idp != null) {
            idp.close();
        }
    }

    @Test
    void theOfficialSdkAsksThePersonOnceAndRenewsItsTokenByItself() throws Exception {
        Process client = client("oauth.mjs", Map.of());
        try (BufferedReader said = client.inputReader(StandardCharsets.UTF_8);
                Writer orders = client.outputWriter(StandardCharsets.UTF_8)) {
            Window window = chromium.window();
            letIn(window, read(said).text("open").orElseThrow(), "sdk");
            eventually(() -> assertThat(window.text()).contains("You can go back"));

            Json first = read(said);
            assertThat(first.text("iss")).contains(gateway.url());
            assertThat(first.text("state")).contains("a-state");
            assertThat(first.text("scope")).contains("read:tools execute:tools offline_access");
            assertThat(first.member("tools").orElseThrow().toString()).contains("demo_echo");
            assertThat(first.member("result").orElseThrow().toString()).contains("as somebody");
            assertSeen(first, 1);

            LaterServe.putForward(gateway.config());
            orders.write("again\n");
            orders.flush();
            Json second = read(said);
            assertThat(second.member("result").orElseThrow().toString()).contains("as somebody");
            assertSeen(second, 2);
            assertThat(client.waitFor()).isZero();
        } finally {
            client.destroy();
        }
    }

    private static void assertSeen(Json report, long tokens) {
        assertThat(report.member("registered")).contains(Json.of(1));
        assertThat(report.member("opened")).contains(Json.of(1));
        assertThat(report.member("tokens")).contains(Json.of(tokens));
    }

    @Test
    void aClientThatOnlyKnowsStdioLogsInThroughMcpRemoteAndTheNextStartAsksNobody() throws Exception {
        Path opened = folder.resolve("opened");
        Map<String, String> environment = Map.of(
                "BROWSER", browser(opened).toString(),
                "MCP_REMOTE_CONFIG_DIR", folder.resolve("mcp-remote").toString());
        assertWorks(client("mcp-remote.mjs", environment, "legacy"), () -> {
            eventually(() -> assertThat(opened).exists());
            letIn(chromium.window(), Files.readString(opened), "mcp-remote");
            Files.delete(opened);
        });
        assertWorks(client("mcp-remote.mjs", environment, "legacy"), () -> {});
        assertWorks(client("mcp-remote.mjs", environment, "auto"), () -> {});
        assertThat(opened).doesNotExist();
    }

    @Test
    void whoOpensTheUrlInABrowserReadsWhereItBelongs() {
        Window window = chromium.window();
        for (String server : List.of("tools", "no-such-server")) {
            assertThat(window.go(gateway.mcpUrl(server))).isEqualTo(200);
            assertThat(window.text())
                    .contains("for an MCP client", gateway.mcpUrl(server), "~/.cursor/mcp.json", "claude mcp add")
                    .doesNotContain("demo_echo", "{{");
        }
        assertThat(window.violations()).isEmpty();
        assertThat(window.complaints()).isEmpty();
        window.screenshot(Path.of("target/screenshots/connect.png"));
        window.resize(360);
        assertThat(window.overflowPixels()).isZero();
        window.screenshot(Path.of("target/screenshots/connect-small.png"));
    }

    private interface Step {
        void take() throws Exception;
    }

    private static void assertWorks(Process client, Step meanwhile) throws Exception {
        try (BufferedReader said = client.inputReader(StandardCharsets.UTF_8)) {
            meanwhile.take();
            Json seen = read(said);
            assertThat(seen.text("server")).contains("gatehouse");
            assertThat(seen.member("tools").orElseThrow().toString()).contains("demo_echo");
            assertThat(seen.member("results").orElseThrow().toString()).contains("over stdio");
            assertThat(client.waitFor()).isZero();
        } finally {
            client.descendants().forEach(ProcessHandle::destroy);
            client.destroy();
        }
    }

    /** Logs in where nobody is logged in, and agrees. */
    private static void letIn(Window window, String url, String name) throws IOException {
        Path shots = Files.createDirectories(Path.of("target/screenshots"));
        assertThat(window.go(url)).isEqualTo(200);
        window.fill("Name", "ada");
        window.clickButton("Log in");
        window.arriveAt(gateway.url() + "/oauth/authorize");
        assertThat(window.text()).contains("act for you?", "corp/ada", "tools", "That is this computer");
        window.screenshot(shots.resolve(name + "-consent.png"));
        window.resize(360);
        assertThat(window.overflowPixels()).isZero();
        window.screenshot(shots.resolve(name + "-consent-small.png"));
        window.clickButton("Let it in");
        eventually(() -> assertThat(window.url()).doesNotStartWith(gateway.url()));
    }

    /** A browser that only says what it was told to open. */
    private static Path browser(Path opened) throws IOException {
        Path program = folder.resolve("browser");
        Files.writeString(program, """
                #!/bin/sh
                printf '%%s' "$1" >'%1$s.new' && mv '%1$s.new' '%1$s'
                """.formatted(opened));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Process client(String script, Map<String, String> environment) throws IOException {
        return client(script, environment, "");
    }

    private static Process client(String script, Map<String, String> environment, String mode) throws IOException {
        ProcessBuilder builder = npm.node(script);
        // A desktop would be asked for its own browser first.
        builder.environment().keySet().removeAll(DESKTOP);
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "MCP_URL",
                        gateway.mcpUrl("tools"),
                        "MCP_MODE",
                        mode,
                        "MCP_CALLS",
                        "[[\"demo_echo\",{\"message\":\"over stdio\"}]]"));
        return builder.redirectError(folder.resolve(script + mode + ".log").toFile())
                .start();
    }

    private static Json read(BufferedReader said) throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the client ended:\n" + clientsLog() + gateway.logTail());
        }
        return TestGateway.json(line);
    }

    private static String clientsLog() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var logs = Files.newDirectoryStream(folder, "*.mjs*.log")) {
            for (Path log : logs) {
                all.append(log.getFileName()).append(":\n").append(Files.readString(log));
            }
        }
        return all.toString();
    }
}
