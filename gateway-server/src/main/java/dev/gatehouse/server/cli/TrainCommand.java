package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.QuickstartGateway;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What {@code ./gatehouse aot} records: a gateway of its own in a temporary directory, some calls through it, a stop in
 * order. The AOT cache then holds what a start and a call need.
 */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts a throw-away gateway, calls it, stops it. Use ./gatehouse aot.")
final class TrainCommand implements Callable<Integer> {
    private static final int CALLS = 100;
    /** The demo server may still be starting when the first calls come. */
    private static final int FAILED_CALLS_MAX = 40;

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
            return callRepeatedly(gateway.file().toString());
        }
    }

    private static int callRepeatedly(String envFile) {
        int failed = 0;
        for (int i = 0; i < CALLS && failed < FAILED_CALLS_MAX; i++) {
            int code = Main.run("call", "demo_echo", "{\"message\":\"hi\"}", "--env-file", envFile);
            failed += code == ExitCode.OK ? 0 : 1;
        }
        return failed < FAILED_CALLS_MAX ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String configuration(int port, int adminPort) {
        Path launcher = Path.of(System.getProperty("gatehouse.root", ".")).resolve("gatehouse");
        return """
                server: { listen: "127.0.0.1:%d", admin: { listen: "127.0.0.1:%d" } }
                dataDir: ../data
                masterKey: ${file:../data/master.key}
                upstreams:
                  demo: { command: %s, args: [demo-server], env: { JAVA_HOME: "${env:JAVA_HOME}" } }
                  gone: { url: "http://127.0.0.1:1/mcp" }
                virtualServers: { demo: { upstreams: { demo: {}, gone: {} } } }
                agents: { demo-agent: { bundle: training } }
                bundles: { training: { virtualServers: [demo], policies: [training] } }
                policies:
                  training:
                    - { tools: ["*_delete_*"], deny: Not today. }
                    - { when: "has(arguments.path) && arguments.path.startsWith('/etc/')", deny: Not there. }
                    - { limit: { calls: 100000, per: 1m, key: principal } }
                    - { detect: [secrets, pii, commands, hidden], action: flag }
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
