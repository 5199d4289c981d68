package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/** What it costs to look through a payload with every detector. {@code ./dev bench-detect} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class DetectionBenchmark {
    private static final List<String> ALL = List.of("secrets", "pii", "commands", "injection", "hidden");
    private static final int CONFIDENCE = 80;

    /** What is looked for. */
    @Param({"all", "secrets", "pii", "commands", "injection", "hidden"})
    public String families = "all";

    /** Length of the text. */
    @Param({"4096", "65536", "1048576"})
    public int bytes = 4096;

    /** What it is made of: all sets of harmless texts in turn, or only those that are full of numbers. */
    @Param({"mixed", "numbers"})
    public String text = "mixed";

    private Json payload = Json.NULL;
    private Detections wanted = Detections.of(ALL, CONFIDENCE);

    /** Prints JMH's table. */
    public static void main(String[] args) throws RunnerException {
        Jmh.run(DetectionBenchmark.class);
    }

    /** Makes the text. */
    @Setup
    public void prepare() {
        payload = text.equals("mixed") ? Prose.payload(bytes) : Prose.payload(bytes, List.of("personal"));
        wanted = Detections.of(families.equals("all") ? ALL : List.of(families), CONFIDENCE);
    }

    /** Looks through it once. */
    @Benchmark
    public int look() {
        return wanted.in(payload, Side.RESULT).size();
    }
}
