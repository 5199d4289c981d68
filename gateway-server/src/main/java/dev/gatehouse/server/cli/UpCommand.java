package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.QuickstartGateway;
import dev.gatehouse.server.gateway.StartFailedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse up}: a whole gateway on one machine with nothing else installed, and what to paste to use it. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the quick start: an embedded PostgreSQL, the bundled demo MCP server, one virtual server, one agent.",
            "Everything is kept under ./data; a second run finds it again. Ctrl-C stops it."
        },
        footer = {"", "Example: gatehouse up", ExitCode.TEXT})
final class UpCommand implements Callable<Integer> {
    static final Path CONFIG = Path.of(System.getProperty("gatehouse.root", "."), "config", "quickstart.yaml");

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        Path file = CONFIG.toAbsolutePath().normalize();
        try {
            QuickstartGateway.prepare(file);
            try (QuickstartGateway gateway = QuickstartGateway.start(file, ConfigOption.load(file))) {
                output.print(QuickstartText.of(gateway), json(gateway));
                gateway.runUntilStopped();
            }
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }

    private static Json json(QuickstartGateway gateway) {
        return Json.object()
                .put("url", gateway.quickstart().url())
                .put("mcpUrl", gateway.quickstart().mcpUrl())
                .put("tokenUrl", gateway.quickstart().tokenUrl())
                .put("clientId", gateway.quickstart().clientId())
                .put("clientSecret", gateway.quickstart().clientSecret())
                .put("new", gateway.isNew())
                .build();
    }
}
