package dev.gatehouse.server.conformance;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.conformance.Fixture;
import dev.gatehouse.testkit.conformance.Suite;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wire.WireTap;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the suite against a gateway with the fixture behind it, published as it is: original names, nothing filtered,
 * callers without credentials. Both sides of the gateway are written down, as {@code client.wire} and
 * {@code upstream.wire}.
 */
final class CellRun implements AutoCloseable {
    private static final String SERVER = "passthrough";
    private static final String TOOL = "test_simple_text";

    private final Cell cell;
    private final NpmProject npm;
    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    CellRun(Cell cell, NpmProject npm) {
        this.cell = cell;
        this.npm = npm;
        this.folder = Path.of("target/conformance", cell.toString()).toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    Suite.Run run(String... more) throws Exception {
        Folders.fresh(folder);
        TestGateway gateway = gateway();
        WireTap tap = opened(WireTap.before(gateway.port, folder.resolve("client.wire")));
        gateway.publishedAt(tap.port()).start();
        awaitUpstream(gateway);
        return new Suite(npm, folder).server(gateway.mcpUrl(SERVER), cell.revision(), more);
    }

    private TestGateway gateway() throws IOException {
        return opened(TestGateway.prepare(
                folder, TestDatabase.shared().freshDatabase(), """
                        upstreams:
                          fixture: %s
                        virtualServers:
                          %s: { names: original, upstreams: { fixture: {} } }
                        bundles:
                          anyone: { members: { anonymous: true }, virtualServers: [%s] }
                        """.formatted(upstream(), SERVER, SERVER)));
    }

    private String upstream() throws IOException {
        if (cell.kind().isStdio()) {
            String script = "tee to-upstream.wire | %s | tee from-upstream.wire"
                    .formatted(quoted(Fixture.command(npm, cell.kind())));
            return "{ command: sh, args: [\"-c\", \"%s\"], cwd: \"%s\" }".formatted(script, folder);
        }
        Fixture fixture = opened(Fixture.start(npm, cell.kind(), folder.resolve("fixture.log")));
        URI own = URI.create(fixture.url());
        WireTap tap = opened(WireTap.before(own.getPort(), folder.resolve("upstream.wire")));
        String transport = cell.kind().isSse() ? ", transport: sse" : "";
        return "{ url: \"http://127.0.0.1:%d%s\"%s }".formatted(tap.port(), own.getPath(), transport);
    }

    private static String quoted(List<String> command) {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /**
     * A suite that starts before the gateway knows the upstream's tools, or has a session with it that can be asked, judges
     * how long programs take to start: one scenario waits no more than 600 ms for a question.
     */
    private void awaitUpstream(TestGateway gateway) throws IOException {
        HttpRequest list = modern(gateway, "tools/list", "{}", "");
        eventually(() -> assertThat(gateway.send(list).body()).contains(TOOL));
        HttpRequest call = modern(gateway, "tools/call", "{\"elicitation\":{}}", "\"name\":\"" + TOOL + "\",");
        gateway.send(call);
    }

    private static HttpRequest modern(TestGateway gateway, String method, String capabilities, String params) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port + "/vmcp/" + SERVER + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .header("Mcp-Name", TOOL)
                .POST(BodyPublishers.ofString("""
                        {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{
                         "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                         "io.modelcontextprotocol/clientCapabilities":%s}}}""".formatted(method, params, capabilities)))
                .build();
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
