package dev.gatehouse.server.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell agents to run gets tokens that a running gateway takes. */
@Timeout(120)
class AgentPagesTest {
    private static final Path CURL = Path.of("/usr/bin/curl");

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static Instructions page;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.prepare(
                        folder, TestDatabase.shared().freshDatabase(), """
                        upstreams:
                          demo: %s
                        virtualServers:
                          tools: { upstreams: { demo: {} } }
                        agents:
                          bot: { bundle: bots }
                        bundles:
                          bots: { virtualServers: [tools] }
                        """.formatted(TestGateway.demoUpstream()))
                .start()
                .awaitUpstreams(1);
        page = Instructions.of(ConnectClient.AGENTS_JS, new ConnectTarget(gateway.url(), "tools"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void theModuleForNode() throws Exception {
        Path module = Files.writeString(
                folder.resolve("token.mjs"), block(block -> block.file().equals("token.mjs")));
        String printing = "import('" + module.toUri() + "').then(async ({ token }) => console.log(await token()))";
        assertIsLetIn(printed(NodeModules.clients().node("--eval", printing)));
    }

    @Test
    void theLinesForAShell() throws Exception {
        assumeTrue(Files.isExecutable(CURL), "no curl");
        String lines = block(block -> block.text().contains("curl"));
        assertIsLetIn(printed(new ProcessBuilder("sh", "-ec", lines + "printf '%s' \"$GATEHOUSE_TOKEN\"")));
    }

    private static String block(Predicate<Instructions.Block> which) {
        return page.blocks().stream().filter(which).findFirst().orElseThrow().text();
    }

    private static String printed(ProcessBuilder builder) throws Exception {
        TestGateway.Credential credential = gateway.credential("bot");
        builder.environment().put("GATEHOUSE_CLIENT_ID", credential.clientId());
        builder.environment().put("GATEHOUSE_CLIENT_SECRET", credential.clientSecret());
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.strip();
    }

    private static void assertIsLetIn(String token) throws IOException {
        assertThat(gateway.call("tools", token, "demo_echo", "{\"message\":\"from a page\"}")
                        .body())
                .contains("from a page");
    }
}
