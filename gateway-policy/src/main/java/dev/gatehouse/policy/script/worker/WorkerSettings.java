package dev.gatehouse.policy.script.worker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How scripts are run.
 *
 * @param program the directory of the worker's jars
 * @param workers that run scripts at the same time; one more stands by
 * @param heapBytes of each
 */
public record WorkerSettings(Path program, int workers, long heapBytes) {
    public static final int WORKERS_DEFAULT = 2;
    public static final long HEAP_DEFAULT_BYTES = 96L * 1024 * 1024;

    static final String JAR = "gateway-worker.jar";

    /** From the start of a process until it can be asked. */
    static final Duration START_MAX = Duration.ofSeconds(30);

    /** A script that takes longer to be read than this cannot be used. */
    static final Duration LOAD_MAX = Duration.ofSeconds(10);

    /** How long a call waits for a worker that is free. */
    static final Duration QUEUE_MAX = Duration.ofSeconds(3);

    /** A worker ends a call by itself, at most half a second late; when it has not so long after its time, it is killed. */
    static final Duration GRACE = Duration.ofMillis(1500);

    /** Scripts that one worker holds; the one not used for longest goes. */
    static final int SCRIPTS_MAX = 64;
}
