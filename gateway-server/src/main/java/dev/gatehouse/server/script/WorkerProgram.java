package dev.gatehouse.server.script;

import dev.gatehouse.policy.script.worker.ScriptMeter;
import dev.gatehouse.policy.script.worker.ScriptWorkers;
import dev.gatehouse.policy.script.worker.WorkerSettings;
import dev.gatehouse.server.config.ScriptsConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the program of script workers is: beside an installed gateway, or where the sources were built. */
public final class WorkerProgram {
    private static final Path INSTALLED = Path.of("worker");
    private static final Path BUILT = Path.of("gateway-worker", "target", "worker");

    private WorkerProgram() {}

    public static WorkerSettings settings(ScriptsConfig config) {
        return new WorkerSettings(directory(), config.workers(), config.memory().bytes());
    }

    /** For one who looks at scripts and serves nobody. Starts nothing until a script is loaded. */
    public static ScriptWorkers alone(ScriptsConfig config) {
        return new ScriptWorkers(
                new WorkerSettings(directory(), 1, config.memory().bytes()), ScriptMeter.NONE);
    }

    private static Path directory() {
        Path root = Path.of(System.getProperty("gatehouse.root", "."));
        Path installed = root.resolve(INSTALLED);
        return Files.isDirectory(installed) ? installed : root.resolve(BUILT);
    }
}
