package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says a process tree has used: CPU since start, and resident memory now. */
record ProcessFigures(double cpuSeconds, long residentKiB) {
    private static final double TICKS_PER_SECOND = 100.0;

    /** The process and, when asked, everything below it; a process that ends meanwhile counts as nothing. */
    static ProcessFigures of(ProcessHandle process, boolean withDescendants) {
        List<ProcessHandle> tree = withDescendants
                ? Stream.concat(Stream.of(process), process.descendants()).toList()
                : List.of(process);
        double cpu = 0;
        long resident = 0;
        for (ProcessHandle one : tree) {
            cpu += cpuSeconds(read(Path.of("/proc/" + one.pid() + "/stat")));
            resident += residentKiB(one.pid());
        }
        return new ProcessFigures(cpu, resident);
    }

    /** @param stat the line the kernel keeps for a process or a thread; empty when it has ended */
    static double cpuSeconds(String stat) {
        int afterName = stat.lastIndexOf(')');
        if (afterName < 0) {
            return 0;
        }
        String[] fields = stat.substring(afterName + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long residentKiB(long pid) {
        return read(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
