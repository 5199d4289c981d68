package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A whole gateway as an operator runs it: launcher, configuration file, embedded PostgreSQL, an agent's token. */
final class GatewayUnderTest implements AutoCloseable {
    private static final Duration READY_WAIT_MAX = Duration.ofSeconds(60);

    private final Path launcher;
    private final Path config;
    private final int port;
    private final int adminPort;
    private final Peer peer;
    private final double secondsToReady;
    private final HttpClient client = HttpClient.newHttpClient();
    private String clientId = "";
    private String clientSecret = "";

    private GatewayUnderTest(Path launcher, Path config, int port, int adminPort) throws IOException {
        this.launcher = launcher;
        this.config = config;
        this.port = port;
        this.adminPort = adminPort;
        long started = System.nanoTime();
        this.peer = Peer.of(new ProcessBuilder(launcher.toString(), "serve", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(config.resolveSibling("gatehouse.log").toFile())
                .start());
        awaitReady();
        this.secondsToReady = (System.nanoTime() - started) / 1e9;
    }

    /** @param idleUpstreams configured beside the one that is called, and unreachable: for the memory figure */
    static GatewayUnderTest start(Path folder, int upstreamPort, int idleUpstreams, String database)
            throws IOException, InterruptedException, JsonSyntaxException {
        GatewayUnderTest gateway = start(folder, database + echoing(upstreamPort, idleUpstreams));
        try {
            gateway.createAgent();
            return gateway;
        } catch (IOException | InterruptedException | JsonSyntaxException e) {
            gateway.close();
            throw e;
        }
    }

    /** @param body the file from the database on */
    static GatewayUnderTest start(Path folder, String body) throws IOException {
        int port = Peer.freePort();
        int adminPort = Peer.freePort();
        Path config = folder.resolve("gatehouse.yaml");
        Files.writeString(config, head(folder, port, adminPort) + body);
        Path launcher =
                Path.of(System.getProperty("gatehouse.root", "."), "gatehouse").toAbsolutePath();
        return new GatewayUnderTest(launcher, config, port, adminPort);
    }

    private static String head(Path folder, int port, int adminPort) throws IOException {
        return """
                server:
                  listen: 127.0.0.1:%d
                  publicUrl: http://127.0.0.1:%d
                  admin: { listen: 127.0.0.1:%d }
                dataDir: %s/data
                masterKey: ${file:%s}
                """.formatted(port, port, adminPort, folder, masterKey(folder));
    }

    private static String echoing(int upstreamPort, int idleUpstreams) {
        String idle = IntStream.range(0, idleUpstreams)
                .mapToObj(i -> "  idle" + i + ": { url: \"http://127.0.0.1:1/mcp\" }\n")
                .collect(Collectors.joining());
        return """
                limits: { perAddress: { connections: 2048 } }
                upstreams:
                  bench: { url: "http://127.0.0.1:%d/mcp" }
                %svirtualServers:
                  bench: { upstreams: { bench: {} } }
                agents:
                  bench: { bundle: bench }
                bundles:
                  bench: { virtualServers: [bench], policies: [some] }
                policies:
                  some:
                    - { tools: ["*_delete_*"], deny: "Deleting is not for agents." }
                """.formatted(upstreamPort, idle);
    }

    private static Path masterKey(Path folder) throws IOException {
        Path file = folder.resolve("master.key");
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            Files.writeString(file, Base64.getEncoder().encodeToString(key));
        }
        return file;
    }

    private void awaitReady() throws IOException {
        long until = System.nanoTime() + READY_WAIT_MAX.toNanos();
        HttpRequest ready = HttpRequest.newBuilder(admin("/readyz")).build();
        while (System.nanoTime() < until && peer.isAlive()) {
            try {
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet; the deadline bounds how often this happens.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        throw new IOException("the gateway did not become ready; see " + config.resolveSibling("gatehouse.log"));
    }

    private void createAgent() throws IOException, InterruptedException, JsonSyntaxException {
        Process process = new ProcessBuilder(
                        launcher.toString(),
                        "agent",
                        "create",
                        "bench",
                        "--config",
                        config.toString(),
                        "--output",
                        "json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("agent create failed: " + out);
        }
        Json created = Json.read(out);
        clientId = created.text("clientId").orElseThrow();
        clientSecret = created.text("clientSecret").orElseThrow();
    }

    String token() throws IOException, InterruptedException, JsonSyntaxException {
        return token(clientId, clientSecret, url());
    }

    /** A token of an agent of the file, with a credential made for the purpose. */
    String token(String agent) throws IOException, InterruptedException, JsonSyntaxException {
        String admin = Files.readString(config.resolveSibling("data").resolve("admin.token"));
        HttpRequest request = HttpRequest.newBuilder(admin("/api/v1/agents/" + agent + "/credentials"))
                .header("Authorization", "Bearer " + admin.strip())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.noBody())
                .build();
        Json created = Json.read(client.send(request, BodyHandlers.ofString()).body());
        return token(
                created.text("clientId").orElseThrow(),
                created.text("clientSecret").orElseThrow(),
                url());
    }

    private String token(String id, String secret, String resource)
            throws IOException, InterruptedException, JsonSyntaxException {
        String basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&resource="
                        + URLEncoder.encode(resource, StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return Json.read(response.body())
                .text("access_token")
                .orElseThrow(() -> new IOException("no token: " + response.statusCode() + " " + response.body()));
    }

    /** The sum over all lines of one metric whose labels hold this text. */
    double metric(String name, String labels) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(admin("/metrics")).build();
        return client.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private URI admin(String path) {
        return URI.create("http://127.0.0.1:" + adminPort + path);
    }

    int port() {
        return port;
    }

    /** Where its clients post. */
    String path() {
        return URI.create(url()).getPath();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/vmcp/bench/mcp";
    }

    double secondsToReady() {
        return secondsToReady;
    }

    /** The gateway's own process, without the database it started. */
    ProcessFigures figures() {
        return ProcessFigures.of(peer.handle(), false);
    }

    /** The PostgreSQL processes below the gateway. */
    ProcessFigures database() {
        Map<Boolean, List<ProcessHandle>> byKind = peer.handle()
                .descendants()
                .collect(Collectors.partitioningBy(
                        p -> p.info().command().orElse("").contains("postgres")));
        double cpu = 0;
        long resident = 0;
        for (ProcessHandle postgres : byKind.getOrDefault(true, List.of())) {
            ProcessFigures one = ProcessFigures.of(postgres, false);
            cpu += one.cpuSeconds();
            resident += one.residentKiB();
        }
        return new ProcessFigures(cpu, resident);
    }

    ProcessHandle handle() {
        return peer.handle();
    }

    Path config() {
        return config;
    }

    @Override
    public void close() {
        client.close();
        peer.close();
    }
}
