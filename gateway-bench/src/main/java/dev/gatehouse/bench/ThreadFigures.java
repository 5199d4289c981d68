package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** CPU seconds of a process by kind of thread: where in the gateway a call is paid for. */
final class ThreadFigures {
    /** The kernel keeps 15 characters of a name, and numbers at its end tell siblings apart. */
    private static final String NUMBER = "[-#0-9]+$";

    static final String JIT = "JIT compiler";

    private ThreadFigures() {}

    static Map<String, Double> of(ProcessHandle process) throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                String stat = ProcessFigures.read(task.resolve("stat"));
                seconds.merge(kind(stat), ProcessFigures.cpuSeconds(stat), Double::sum);
            }
        }
        return seconds;
    }

    private static String kind(String stat) {
        int from = stat.indexOf('(');
        int to = stat.lastIndexOf(')');
        String name = from < 0 ? "ended" : stat.substring(from + 1, to).replaceFirst(NUMBER, "");
        return switch (name) {
            case "ForkJoinPool" -> "carriers of virtual threads";
            case "C1 CompilerThre", "C2 CompilerThre" -> JIT;
            default -> name.startsWith("G1") || name.startsWith("GC") || name.startsWith("VM") ? "VM and GC" : name;
        };
    }
}
