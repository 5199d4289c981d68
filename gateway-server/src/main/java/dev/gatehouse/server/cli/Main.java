package dev.gatehouse.server.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. `./gatehouse` starts it. */
@Command(
        name = "gatehouse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A governed MCP gateway: one door between agents and the MCP servers they use.",
        subcommands = {
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
            CheckCommand.class,
            ExplainCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            DemoServerCommand.class,
            TrainCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Start here: gatehouse up", ExitCode.TEXT})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** One verb; returns its exit code. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return line.execute(args);
    }
}
