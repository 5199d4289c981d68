package dev.gatehouse.server.e2e;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.port.FreePort;
import dev.gatehouse.testkit.postgres.Connectable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway that publishes the official servers from npm together as one virtual server, {@code all}: filesystem,
 * memory and everything as children, everything once more over HTTP, and the bundled demo server.
 */
final class RealServers implements AutoCloseable {
    private static final Duration TOOLS_WAIT_MAX = Duration.ofSeconds(120);
    private static final List<String> PREFIXES = List.of("demo_", "files_", "memory_", "every_", "web_");
    private static final int CLIENT_SECONDS_MAX = 120;

    final TestGateway gateway;
    private final NpmProject npm;
    private final Process everythingOverHttp;

    private RealServers(TestGateway gateway, NpmProject npm, Process everythingOverHttp) {
        this.gateway = gateway;
        this.npm = npm;
        this.everythingOverHttp = everythingOverHttp;
    }

    /** @param folder for the gateway, and what the filesystem server shows */
    static RealServers start(Path folder, Connectable database) throws IOException, InterruptedException {
        NpmProject npm = NodeModules.clients();
        int port = FreePort.any();
        ProcessBuilder everything =
                npm.node("node_modules/@modelcontextprotocol/server-everything/dist/index.js", "streamableHttp");
        everything.environment().put("PORT", Integer.toString(port));
        Process overHttp = everything
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("everything.log").toFile())
                .start();
        try {
            TestGateway gateway = TestGateway.prepare(folder, database, body(npm, folder, port))
                    .start();
            RealServers servers = new RealServers(gateway, npm, overHttp);
            servers.awaitTools(PREFIXES, "{}");
            return servers;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            overHttp.destroy();
            throw e;
        }
    }

    /** What a client of {@code src/test/npm} says of its session in one line of JSON. */
    Json run(String client, String mode, String calls) throws IOException, InterruptedException {
        return run(client, mode, calls, "{}");
    }

    /** @param capabilities what the client declares */
    Json run(String client, String mode, String calls, String capabilities) throws IOException, InterruptedException {
        ProcessBuilder builder = npm.node(client);
        String url = mode.equals("sse") ? gateway.url() + "/vmcp/all/sse" : gateway.mcpUrl("all");
        builder.environment()
                .putAll(Map.of(
                        "MCP_URL", url,
                        "MCP_TOKEN", gateway.token(gateway.credential("tester"), "all"),
                        "MCP_MODE", mode,
                        "MCP_CALLS", calls,
                        "MCP_CAPABILITIES", capabilities));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(CLIENT_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new IOException(client + " failed: " + err + "\n" + gateway.logTail());
        }
        return TestGateway.json(out.strip());
    }

    /** The same once the client sees this tool; what only some see is found out a moment after the rest. */
    Json runUntil(String tool, String client, String mode, String calls, String capabilities)
            throws IOException, InterruptedException {
        awaitTools(List.of(tool), capabilities);
        return run(client, mode, calls, capabilities);
    }

    private void awaitTools(List<String> expected, String capabilities) throws IOException, InterruptedException {
        long until = System.nanoTime() + TOOLS_WAIT_MAX.toNanos();
        String listed = "";
        while (System.nanoTime() < until) {
            listed = run("sdk1.mjs", "http", "[]", capabilities)
                    .member("tools")
                    .orElseThrow()
                    .toString();
            if (expected.stream().allMatch(listed::contains)) {
                return;
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new IOException("not all upstreams came up; listed: " + listed + "\n" + gateway.logTail());
    }

    private static String body(NpmProject npm, Path folder, int everythingPort) throws IOException {
        Path servers = npm.modules().resolve("@modelcontextprotocol");
        Path shown = Files.createDirectories(folder.resolve("shown")).toRealPath();
        return """
                upstreams:
                  demo: %1$s
                  files: { command: node, args: ["%2$s/server-filesystem/dist/index.js", "%3$s"] }
                  memory:
                    command: node
                    args: ["%2$s/server-memory/dist/index.js"]
                    env: { MEMORY_FILE_PATH: "%3$s/memory.jsonl" }
                  every: { command: node, args: ["%2$s/server-everything/dist/index.js", "stdio"] }
                  web: { url: "http://127.0.0.1:%4$d/mcp" }
                virtualServers:
                  all:
                    upstreams:
                      demo: {}
                      files: { tools: { allow: ["read_*", "list_*"] } }
                      memory: {}
                      every: {}
                      web: {}
                agents:
                  tester: { bundle: testers, owner: owner@example.com }
                bundles:
                  testers: { virtualServers: [all], policies: [careful] }
                policies:
                  careful:
                    - { tools: ["*_forget_*"], deny: "Nothing is forgotten here." }
                    - { tools: [demo_echo], when: 'arguments.message.startsWith("held")', approve: { within: 10m }, deny: "It matters." }
                """.formatted(TestGateway.demoUpstream(), servers, shown, everythingPort);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        everythingOverHttp.destroy();
    }
}
