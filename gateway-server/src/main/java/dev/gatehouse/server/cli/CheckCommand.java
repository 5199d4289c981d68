package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gatehouse check}: every problem of a configuration file at once, without starting anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks a configuration file and lists every problem with line and column.",
        footer = {"", "Example: gatehouse check gatehouse.yaml", ExitCode.TEXT})
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the configuration file")
    private Path file;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        return switch (ConfigFile.load(file.toAbsolutePath().normalize(), Secrets.ofProcess())) {
            case Loaded.Valid valid -> valid(RevisionCompiler.compile(valid.config(), Provisions.none()));
            case Loaded.Invalid invalid -> invalid(invalid);
        };
    }

    private int valid(Revision revision) {
        output.print(
                file + ": ok (revision " + revision.id() + ", "
                        + revision.servers().size() + " virtual servers, "
                        + revision.upstreams().size() + " upstreams, "
                        + revision.bundles().size() + " bundles)",
                Json.object().put("ok", true).put("revision", revision.id()).build());
        return ExitCode.OK;
    }

    private int invalid(Loaded.Invalid invalid) {
        String problems = String.join("\n", invalid.lines());
        output.print(
                Terminal.safe(problems),
                Json.object()
                        .put("ok", false)
                        .put("problems", Json.ofStrings(invalid.lines()))
                        .build());
        return ExitCode.BAD_CONFIGURATION;
    }
}
