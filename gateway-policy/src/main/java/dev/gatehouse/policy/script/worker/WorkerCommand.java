package dev.gatehouse.policy.script.worker;

import java.nio.file.Path;
import java.util.List;

/** The command line of a worker: a small JVM that ends itself when its memory is full, and that nobody can attach to. */
final class WorkerCommand {
    private WorkerCommand() {}

    static List<String> of(WorkerSettings settings, Path directory, Path socket) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms24m",
                "-Xmx" + settings.heapBytes(),
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=/dev/null",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                settings.program().resolve(WorkerSettings.JAR).toString(),
                socket.toString());
    }
}
