package dev.gatehouse.server.cli;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.connect.ConnectClient;
import dev.gatehouse.server.connect.ConnectTarget;
import dev.gatehouse.server.connect.Instructions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse connect}: what to paste where, so that a client reaches a virtual server. Asks no gateway. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the settings with which a client reaches a virtual server, filled in.",
            "Without a client it lists the clients and the virtual servers."
        },
        footer = {"", "Example: gatehouse connect cursor --server engineering --config gatehouse.yaml", ExitCode.TEXT})
final class ConnectCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "CLIENT", description = "one of those that are listed")
    private @Nullable String client;

    @Option(
            names = {"-s", "--server"},
            paramLabel = "NAME",
            description = "the virtual server; may be left out where there is only one")
    private @Nullable String server;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "the configuration file (default: that of `gatehouse up`)")
    private Path file = UpCommand.CONFIG;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            GatehouseConfig config =
                    ConfigOption.load(file.toAbsolutePath().normalize()).config();
            return client == null ? list(config) : connect(config, client);
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        }
    }

    private int list(GatehouseConfig config) {
        String origin = config.server().origin();
        String clients = Arrays.stream(ConnectClient.values())
                .map(known -> "  %-15s %s%n".formatted(known.id(), known.title()))
                .collect(Collectors.joining());
        String servers = config.virtualServers().keySet().stream()
                .map(name -> "  %-15s %s%n".formatted(name, new ConnectTarget(origin, name).mcpUrl()))
                .collect(Collectors.joining());
        output.print(
                "Clients:\n" + clients + "\nVirtual servers:\n" + servers
                        + "\nSettings for one: gatehouse connect CLIENT --server NAME",
                Json.object()
                        .put("clients", Json.ofStrings(ConnectClient.ids()))
                        .put(
                                "servers",
                                Json.ofStrings(
                                        List.copyOf(config.virtualServers().keySet())))
                        .build());
        return ExitCode.OK;
    }

    private int connect(GatehouseConfig config, String clientId) {
        Collection<String> servers = config.virtualServers().keySet();
        Optional<ConnectClient> known = ConnectClient.of(clientId);
        if (known.isEmpty()) {
            return unknown("client", clientId, ConnectClient.ids());
        }
        if (server == null && servers.size() != 1) {
            return output.fail(ExitCode.USAGE, "Which virtual server? --server takes one of: " + joined(servers));
        }
        String name = server == null ? servers.iterator().next() : server;
        if (!servers.contains(name)) {
            return unknown("virtual server", name, servers);
        }
        show(known.get(), new ConnectTarget(config.server().origin(), name));
        return ExitCode.OK;
    }

    private int unknown(String kind, String name, Collection<String> known) {
        return output.fail(
                ExitCode.USAGE,
                "No " + kind + " `" + name + "`" + Nearest.hint(name, known) + ". There are: " + joined(known));
    }

    private static String joined(Collection<String> names) {
        return String.join(", ", names);
    }

    private void show(ConnectClient known, ConnectTarget target) {
        Instructions instructions = Instructions.of(known, target);
        Optional<String> warning = target.warning(known);
        List<Json> blocks = instructions.blocks().stream()
                .map(block -> Json.object()
                        .put("language", block.language())
                        .put("file", block.file())
                        .put("text", block.text())
                        .build())
                .toList();
        output.print(
                known.title() + " at " + target.mcpUrl() + "\n"
                        + warning.map(text -> "\nWarning: " + text + "\n").orElse("")
                        + "\n" + instructions.text().stripTrailing(),
                Json.object()
                        .put("client", known.id())
                        .put("server", target.server())
                        .put("mcpUrl", target.mcpUrl())
                        .put("blocks", Json.of(blocks))
                        .put("warnings", Json.ofStrings(warning.stream().toList()))
                        .build());
    }
}
