package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the gateway's process holds just after a full collection.
 *
 * @param residentMiB of the process, without the database it started
 * @param heapMiB live objects
 */
record MemoryFigures(double residentMiB, double heapMiB) {
    private static final double MIB = 1024.0 * 1024.0;

    static MemoryFigures of(GatewayUnderTest gateway) throws IOException, InterruptedException {
        collect(gateway.handle());
        return new MemoryFigures(
                gateway.figures().residentKiB() / 1024.0,
                gateway.metric("jvm_memory_used_bytes", "area=\"heap\"") / MIB);
    }

    private static void collect(ProcessHandle process) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd could not ask process " + process.pid() + " to collect");
        }
    }

    MemoryFigures less(MemoryFigures before) {
        return new MemoryFigures(residentMiB - before.residentMiB, heapMiB - before.heapMiB);
    }
}
