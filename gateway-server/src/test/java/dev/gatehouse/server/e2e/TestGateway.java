package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.port.FreePort;
import dev.gatehouse.testkit.postgres.Connectable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole gateway in a process of its own, as an operator runs it, that a test can use, reload, stop and kill. */
public final class TestGateway implements AutoCloseable {
    private static final String MAIN = "dev.gatehouse.server.cli.Main";
    private static final int VERB_SECONDS_MAX = 120;

    private final Path folder;
    private final Connectable database;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final int port;
    public final int adminPort;
    private int publicPort;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String body;
    private String serve = MAIN;
    private Process process;

    private TestGateway(Path folder, Connectable database) throws IOException {
        this.folder = folder;
        this.database = database;
        this.port = FreePort.any();
        this.adminPort = FreePort.any();
        this.publicPort = port;
    }

    /** @param body the part of the file below {@code dataDir}: upstreams, virtual servers, agents, bundles, policies */
    public static TestGateway prepare(Path folder, Connectable database, String body) throws IOException {
        TestGateway gateway = new TestGateway(folder, database);
        Files.write(folder.resolve("master.key"), Base64.getEncoder().encode(new byte[] {
            9, 8, 7, 6, 5, 4, 3, 2, 1, 10, 11, 12, 13, 14, 15, 16, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88, 87,
            86, 85, 84
        }));
        Files.setPosixFilePermissions(folder.resolve("master.key"), PosixFilePermissions.fromString("rw-------"));
        gateway.configure(body);
        return gateway;
    }

    public void configure(String newBody) throws IOException {
        body = newBody;
        Files.writeString(config(), head() + newBody);
    }

    public String body() {
        return body;
    }

    public TestGateway withJvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** What the gateway's own environment holds besides the test's. */
    public TestGateway withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A class that runs the gateway in the place of the command line. */
    public TestGateway servedBy(Class<?> main) {
        serve = main.getName();
        return this;
    }

    /** Clients come by way of another port, which something else forwards to {@link #port}. */
    public TestGateway publishedAt(int otherPort) throws IOException {
        publicPort = otherPort;
        configure(body);
        return this;
    }

    public TestGateway withoutJvmOptions() {
        jvmOptions.clear();
        return this;
    }

    private String head() {
        return """
                server:
                  listen: 127.0.0.1:%d
                  publicUrl: http://127.0.0.1:%d
                  admin: { listen: 127.0.0.1:%d }
                database: { url: "%s", user: "%s", password: "${env:TEST_DB_PASSWORD}" }
                dataDir: %s
                masterKey: ${file:%s}
                """.formatted(
                        port,
                        publicPort,
                        adminPort,
                        database.jdbcUrl(),
                        database.user(),
                        folder.resolve("data"),
                        folder.resolve("master.key"));
    }

    public Path config() {
        return folder.resolve("gatehouse.yaml");
    }

    public Path log() {
        return folder.resolve("gatehouse.log");
    }

    public Path data() {
        return folder.resolve("data");
    }

    public TestGateway start() throws IOException {
        return start("serve", "--config", config().toString());
    }

    /** Starts a verb that runs a gateway; back when that is ready. */
    public TestGateway start(String... verb) throws IOException {
        launch(verb);
        awaitReady();
        return this;
    }

    /** Starts a verb that runs a gateway and does not wait for it. */
    public void launch(String... verb) throws IOException {
        process = spawn(serve, List.of(verb))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private ProcessBuilder spawn(String main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms32m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // The embedded server of tests trusts loopback and wants no password; the configuration does.
        String password = database.password().isEmpty() ? "not-asked-for" : database.password();
        builder.environment().put("TEST_DB_PASSWORD", password);
        builder.environment().putAll(environment);
        return builder;
    }

    private void awaitReady() throws IOException {
        eventually(() -> {
            if (!process.isAlive()) {
                throw new IOException("the gateway ended with " + process.exitValue() + ":\n" + logTail());
            }
            assertThat(readyStatus()).as(this::tail).isEqualTo(200);
        });
    }

    /** Until each of so many upstreams has said what it offers; asks nothing that would be recorded. */
    public TestGateway awaitUpstreams(int count) {
        eventually(
                () -> assertThat(metrics().lines().filter(line -> line.matches("gatehouse_upstream_up\\{.*} 1(\\.0)?")))
                        .as(this::tail)
                        .hasSize(count));
        return this;
    }

    public String metrics() throws IOException {
        return get("http://127.0.0.1:" + adminPort + "/metrics").body();
    }

    private String tail() {
        try {
            return logTail();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int readyStatus() {
        try {
            return get("http://127.0.0.1:" + adminPort + "/readyz").statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    public String logTail() throws IOException {
        String log = Files.exists(log()) ? Files.readString(log()) : "";
        return log.substring(Math.max(0, log.length() - 6_000));
    }

    /** One verb of the command line in a process of its own. */
    public record Ran(int exitCode, String out, String err) {}

    public Ran run(String... arguments) throws IOException {
        try {
            Process verb = spawn(MAIN, List.of(arguments)).start();
            // A gateway that was to be refused and serves instead says nothing more and never ends.
            Executor late = CompletableFuture.delayedExecutor(VERB_SECONDS_MAX, TimeUnit.SECONDS);
            late.execute(verb::destroyForcibly);
            String out = new String(verb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(verb.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            verb.waitFor();
            return new Ran(verb.exitValue(), out, err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public record Credential(String clientId, String clientSecret) {
        public String basic() {
            return "Basic "
                    + Base64.getEncoder()
                            .encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The admin API, with the token that the data directory holds. */
    public HttpResponse<String> admin(String method, String path) throws IOException {
        return admin(method, path, "");
    }

    public HttpResponse<String> admin(String method, String path, String json) throws IOException {
        String token = Files.readString(data().resolve("admin.token")).strip();
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build());
    }

    /** A fresh credential, through the admin API of the running gateway. */
    public Credential credential(String agent) throws IOException {
        HttpResponse<String> response = admin("POST", "/api/v1/agents/" + agent + "/credentials");
        if (response.statusCode() / 100 != 2) {
            throw new IOException("no credential: " + response.statusCode() + " " + response.body());
        }
        Json json = json(response.body());
        return new Credential(
                json.text("clientId").orElseThrow(), json.text("clientSecret").orElseThrow());
    }

    public HttpResponse<String> requestToken(Credential credential, String server) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/oauth/token"))
                .header("Authorization", credential.basic())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&resource="
                        + URLEncoder.encode(mcpUrl(server), StandardCharsets.UTF_8)))
                .build();
        return send(request);
    }

    public String token(Credential credential, String server) throws IOException {
        HttpResponse<String> response = requestToken(credential, server);
        return json(response.body())
                .text("access_token")
                .orElseThrow(() -> new IOException("no token: " + response.statusCode() + " " + response.body()));
    }

    public String url() {
        return "http://127.0.0.1:" + publicPort;
    }

    public String mcpUrl(String server) {
        return url() + "/vmcp/" + server + "/mcp";
    }

    /** A modern tools/call; the arguments stand in the request exactly as given. */
    public HttpRequest callRequest(String server, String token, String tool, String arguments) {
        return callRequest(server, token, tool, arguments, "{}");
    }

    /** @param capabilities what the client can be asked */
    public HttpRequest callRequest(String server, String token, String tool, String arguments, String capabilities) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments
                + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}}}";
        return HttpRequest.newBuilder(URI.create(mcpUrl(server)))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(BodyPublishers.ofString(message))
                .build();
    }

    public HttpResponse<String> call(String server, String token, String tool, String arguments) throws IOException {
        return send(callRequest(server, token, tool, arguments));
    }

    public CompletableFuture<String> callAsync(String server, String token, String tool, String arguments) {
        return client.sendAsync(callRequest(server, token, tool, arguments), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    /** The tools a modern client sees, as the answer says them. */
    public String tools(String server, String token) throws IOException {
        return send(modern(server, token, "tools/list", "\"params\":{")).body();
    }

    /** A modern stream of changes; the lines come as they are said. */
    public CompletableFuture<Stream<String>> listen(String server, String token) {
        HttpRequest request = modern(
                server, token, "subscriptions/listen", "\"params\":{\"notifications\":{\"toolsListChanged\":true},");
        return client.sendAsync(request, BodyHandlers.ofLines()).thenApply(HttpResponse::body);
    }

    /** @param params how the message's parameters begin, up to the last of them */
    private HttpRequest modern(String server, String token, String method, String params) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"," + params
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        return HttpRequest.newBuilder(URI.create(mcpUrl(server)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .POST(BodyPublishers.ofString(message))
                .build();
    }

    public HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .build());
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public static Json json(String text) {
        try {
            return Json.read(text);
        } catch (dev.gatehouse.core.json.JsonSyntaxException e) {
            throw new UncheckedIOException(new IOException("not JSON: " + text, e));
        }
    }

    public Process process() {
        return process;
    }

    public void kill9() throws IOException {
        process.destroyForcibly();
        var _ = awaitEnd();
    }

    /** SIGTERM, and the exit code it led to. */
    public int terminate() throws IOException {
        process.destroy();
        return awaitEnd();
    }

    /** Waits until the process is gone; its exit code. */
    public int awaitEnd() throws IOException {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the gateway did not end:\n" + logTail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The bundled demo server as an upstream child of a gateway under test. */
    public static String demoUpstream() {
        return "{ command: \"" + ProcessHandle.current().info().command().orElse("java")
                + "\", args: [\"-Xmx64m\", \"-XX:TieredStopAtLevel=1\", \"-cp\", \""
                + System.getProperty("java.class.path") + "\", \"dev.gatehouse.server.demo.DemoServer\"] }";
    }

    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) {
            var _ = terminate();
        }
        client.close();
    }
}
