package dev.gatehouse.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of one class with the options of this JVM. */
final class Jmh {
    private Jmh() {}

    /** With the collector that the gateway runs with. */
    static void run(Class<?> benchmark, String... jvmOptions) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(benchmark.getName() + "\\.")
                        .jvmArgsPrepend("-XX:+UseParallelGC")
                        .jvmArgsAppend(jvmOptions)
                        .build())
                .run();
    }
}
