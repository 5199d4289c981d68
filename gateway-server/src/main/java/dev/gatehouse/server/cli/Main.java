package dev.gatehouse.server.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. `./gatehouse` starts it. */
@Command(
        name = "gatehouse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A governed MCP gateway: one door between agents and the MCP servers they use.",
        footer = {"", "Start here: gatehouse up", ExitCode.TEXT})
public final class Main {
    private static final List<Class<?>> VERBS = List.of(
            UpCommand.class,
            ServeCommand.class,
            CallCommand.class,
            ConnectCommand.class,
            AgentCommand.class,
            BudgetCommand.class,
            KillCommand.class,
            KillCommand.Revive.class,
            ApprovalCommand.class,
            PinCommand.class,
            PolicyCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            DemoServerCommand.class,
            TrainCommand.class);

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** One verb; returns its exit code. */
    static int run(String... args) {
        Optional<ServeCommand> usual = ServeCommand.asUsual(args);
        return usual.isPresent() ? usual.get().call() : read(args);
    }

    private static int read(String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        named(args).forEach(line::addSubcommand);
        return line.execute(args);
    }

    /** The verb that is asked for, or all of them: to read what every one of them takes is a tenth of a start. */
    private static List<Class<?>> named(String... args) {
        return VERBS.stream()
                .filter(verb -> args.length > 0
                        && verb.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElseGet(() -> Stream.concat(VERBS.stream(), Stream.of(CommandLine.HelpCommand.class))
                        .toList());
    }
}
