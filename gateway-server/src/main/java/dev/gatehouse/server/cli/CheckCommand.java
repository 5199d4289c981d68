package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.policy.ScriptLoading;
import dev.gatehouse.server.explain.CatalogRoute;
import dev.gatehouse.server.explain.UnknownNames;
import dev.gatehouse.server.script.WorkerProgram;
import dev.gatehouse.server.trail.KeepTimes;
import dev.gatehouse.server.trail.RetentionRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gatehouse check}: every problem of a configuration file at once, without starting anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a configuration file and lists every problem with line and column.",
            "Names of tools and prompts in rules are compared with what upstreams offer, as far as a gateway that runs"
                    + " over the same dataDir knows it; one that nothing has is a warning. So are times of the audit trail that are shorter than"
                    + " what holds there."
        },
        footer = {"", "Example: gatehouse check gatehouse.yaml", ExitCode.TEXT})
final class CheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the configuration file")
    private Path file;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        return switch (ConfigFile.load(file.toAbsolutePath().normalize(), Secrets.ofProcess())) {
            case Loaded.Valid valid -> {
                List<String> unfit = scripts(valid.config());
                yield unfit.isEmpty() ? valid(valid.config()) : invalid(unfit);
            }
            case Loaded.Invalid invalid -> invalid(invalid.lines());
        };
    }

    private int valid(GatehouseConfig config) {
        Revision revision = RevisionCompiler.compile(config, Provisions.none());
        Optional<Json> offered = new AdminDoor(config).askRunning("/api/v1" + CatalogRoute.PATH);
        Catalog catalog = CatalogRoute.read(offered.orElse(Json.EMPTY_OBJECT));
        List<String> warnings = new ArrayList<>(new UnknownNames(config, revision, catalog).told());
        warnings.addAll(keptLonger(config, new AdminDoor(config)));
        output.print(
                file + ": ok (revision " + revision.id() + ", "
                        + revision.servers().size() + " virtual servers, "
                        + revision.upstreams().size() + " upstreams, "
                        + revision.bundles().size() + " bundles)" + Terminal.warnings(warnings),
                Json.object()
                        .put("ok", true)
                        .put("revision", revision.id())
                        .put("warnings", Json.ofStrings(warnings))
                        .put("comparedWithUpstreams", offered.isPresent())
                        .build());
        return ExitCode.OK;
    }

    /** A gateway that runs knows for how long records are kept whatever the file says. */
    private static List<String> keptLonger(GatehouseConfig config, AdminDoor door) {
        Optional<Json> answer = door.askRunning("/api/v1" + RetentionRoutes.PATH);
        return KeepTimes.of(config).warnings(RetentionRoutes.floors(answer.orElse(Json.EMPTY_OBJECT)));
    }

    /** A worker reads them, as it would for a gateway; without scripts none is started. */
    private static List<String> scripts(GatehouseConfig config) {
        try (ScriptWorkers workers = WorkerProgram.alone(config.scripts())) {
            return ScriptLoading.problems(config.policies(), workers);
        }
    }

    private int invalid(List<String> lines) {
        String problems = String.join("\n", lines);
        output.print(
                Terminal.safe(problems),
                Json.object()
                        .put("ok", false)
                        .put("problems", Json.ofStrings(lines))
                        .build());
        return ExitCode.BAD_CONFIGURATION;
    }
}
