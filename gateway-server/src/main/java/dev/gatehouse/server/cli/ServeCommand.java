package dev.gatehouse.server.cli;

import dev.gatehouse.server.gateway.Gateway;
import dev.gatehouse.server.gateway.StartFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    private final ConfigOption config;

    @Mixin
    private final OutputOption output = new OutputOption();

    ServeCommand() {
        this(new ConfigOption());
    }

    private ServeCommand(ConfigOption config) {
        this.config = config;
    }

    /** As containers and units start it, read by hand: what the library takes for that is a tenth of a start. Empty for all else. */
    static Optional<ServeCommand> asUsual(String... args) {
        boolean isUsual = args.length == 3
                && args[0].equals("serve")
                && List.of("--config", "-c").contains(args[1])
                && !args[2].isEmpty()
                && !args[2].startsWith("-")
                && !args[2].startsWith("@");
        return isUsual ? Optional.of(new ServeCommand(ConfigOption.of(Path.of(args[2])))) : Optional.empty();
    }

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
