package dev.gatehouse.server.cli;

import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.policy.script.worker.WorkerSettings;
import dev.gatehouse.server.cases.ScriptFiles;
import dev.gatehouse.server.cases.Trial;
import dev.gatehouse.server.cases.TrialReport;
import dev.gatehouse.server.config.ScriptsConfig;
import dev.gatehouse.server.config.bind.ByteSize;
import dev.gatehouse.server.script.WorkerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gatehouse policy …}: what concerns policy scripts before a gateway runs them. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Tries policy scripts.",
        subcommands = PolicyCommand.Test.class,
        footer = {"", "Example: gatehouse policy test config/policies", ExitCode.TEXT})
final class PolicyCommand {

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "Runs the cases that stand beside scripts, those of NAME.js in NAME.test.yaml, where the gateway would run",
                "them: in worker processes, with the same limits. It needs no gateway and no database, and fetches nothing."
            },
            footer = {"", "Example: gatehouse policy test config/policies/max-amount.js", ExitCode.TEXT})
    static final class Test implements Callable<Integer> {
        private static final ScriptsConfig USUAL =
                new ScriptsConfig(1, new ByteSize(WorkerSettings.HEAP_DEFAULT_BYTES));

        @Parameters(
                arity = "1..*",
                paramLabel = "FILE",
                description = "scripts, or directories of which all scripts are tried")
        private List<Path> places;

        @Mixin
        private OutputOption output;

        @Override
        public Integer call() {
            List<Path> scripts = new ArrayList<>();
            try {
                for (Path place : places) {
                    scripts.addAll(ScriptFiles.in(place));
                }
            } catch (IOException e) {
                return output.fail(ExitCode.USAGE, Terminal.messageOf(e));
            }
            TrialReport report = tried(scripts);
            output.print(Terminal.safe(report.text()), report.json());
            if (report.hasPassed()) {
                return ExitCode.OK;
            }
            return report.isFit() ? ExitCode.FAILED : ExitCode.BAD_CONFIGURATION;
        }

        private static TrialReport tried(List<Path> scripts) {
            try (ScriptWorkers workers = WorkerProgram.alone(USUAL)) {
                Trial trial = new Trial(workers);
                return new TrialReport(scripts.stream().map(trial::of).toList());
            }
        }
    }
}
