package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.server.gateway.Quickstart;
import dev.gatehouse.server.gateway.QuickstartGateway;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What {@code ./gatehouse aot} records: a gateway of its own in a temporary directory, some calls through it, a stop in
 * order. The AOT cache then holds what a start and a call need, and what the compiler wants to know of hot code: without
 * that, a new process needs a minute of load before a call costs what it should.
 */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts a throw-away gateway, calls it, stops it. Use ./gatehouse aot.")
final class TrainCommand implements Callable<Integer> {
    private static final String TOOL = "demo_echo";
    private static final String MESSAGE = "{\"message\":\"hi\"}";
    private static final int COMMANDS = 60;
    /** The demo server may still be starting when the first ones come. */
    private static final int FAILED_COMMANDS_MAX = 40;

    private static final int CLIENTS = 32;
    private static final int CALLS_PER_CLIENT = 600;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Path directory = Files.createTempDirectory("gatehouse-train");
            try {
                return run(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException | StartFailedException | BadConfigurationException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }

    private static int run(Path directory) throws IOException, StartFailedException, BadConfigurationException {
        Path config = Files.createDirectory(directory.resolve("config")).resolve("train.yaml");
        List<Integer> ports = freePorts();
        Files.writeString(config, configuration(ports.getFirst(), ports.getLast()));
        QuickstartGateway.prepare(config);
        try (QuickstartGateway gateway = QuickstartGateway.start(config, ConfigOption.load(config))) {
            return callRepeatedly(gateway.file());
        }
    }

    /** A few as the command makes them, then many at once, so that the cache knows what is hot and how it branches. */
    private static int callRepeatedly(Path envFile) throws IOException {
        int failed = 0;
        for (int i = 0; i < COMMANDS && failed < FAILED_COMMANDS_MAX; i++) {
            int code = Main.run("call", TOOL, MESSAGE, "--env-file", envFile.toString());
            failed += code == ExitCode.OK ? 0 : 1;
        }
        return failed < FAILED_COMMANDS_MAX && callAtOnce(envFile) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static boolean callAtOnce(Path envFile) throws IOException {
        HttpRequest request = callRequest(envFile);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            List<Callable<Boolean>> tasks = Collections.nCopies(CLIENTS, () -> callInTurn(http, request));
            for (Future<Boolean> done : clients.invokeAll(tasks)) {
                if (!done.get()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IOException("a call failed", e);
        }
    }

    private static boolean callInTurn(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        for (int i = 0; i < CALLS_PER_CLIENT; i++) {
            if (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                return false;
            }
        }
        return true;
    }

    private static HttpRequest callRequest(Path envFile) throws IOException {
        try {
            QuickstartAgent agent = QuickstartAgent.of(Quickstart.read(envFile));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(agent.url()))
                    .POST(BodyPublishers.ofString(agent.call(TOOL, Json.read(MESSAGE))));
            agent.callHeaders(TOOL).forEach(request::header);
            return request.build();
        } catch (QuickstartAgent.DeniedException | JsonSyntaxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String configuration(int port, int adminPort) {
        Path launcher = Path.of(System.getProperty("gatehouse.root", ".")).resolve("gatehouse");
        return """
                server: { listen: "127.0.0.1:%d", admin: { listen: "127.0.0.1:%d" } }
                dataDir: ../data
                masterKey: ${file:../data/master.key}
                upstreams:
                  demo: { command: %s, args: [demo-server], env: { JAVA_HOME: "${env:JAVA_HOME}" } }
                virtualServers: { demo: { upstreams: { demo: {} } } }
                agents: { demo-agent: { bundle: training } }
                bundles: { training: { virtualServers: [demo] } }
                """.formatted(port, adminPort, Json.of(launcher.toAbsolutePath().toString()));
    }

    /** Both are held until both are found, so that they differ. */
    private static List<Integer> freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket other = new ServerSocket(0, 1, loopback)) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
