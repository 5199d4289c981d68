package dev.gatehouse.server.cli;

import dev.gatehouse.server.gateway.Gateway;
import dev.gatehouse.server.gateway.StartFailedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse serve}: the gateway in the foreground, until SIGTERM. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway in the foreground and logs to standard error. SIGTERM drains and stops it, SIGHUP reloads.",
            "Ready when /readyz on the admin listener answers 200."
        },
        footer = {"", "Example: gatehouse serve --config gatehouse.yaml", ExitCode.TEXT})
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Gateway gateway = Gateway.start(config.file(), config.load());
            gateway.runUntilStopped();
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }
}
