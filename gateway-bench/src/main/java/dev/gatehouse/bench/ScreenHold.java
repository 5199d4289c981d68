package dev.gatehouse.bench;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.policy.detect.Action;
import dev.gatehouse.policy.detect.CpuLane;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.ResultWatch;
import dev.gatehouse.policy.detect.Watch;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.screen.ScreenFold;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long results of 1 MiB hold the carrier thread of others while all detectors look through them, and what it
 * allocates. One carrier serves all: a neighbour that comes back from a pause waits for as long as it is held.
 * {@code ./dev bench-screen} runs it.
 */
public final class ScreenHold {
    private static final List<String> ALL = List.of("secrets", "pii", "commands", "injection", "hidden");
    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final int LARGE_BYTES = 1024 * 1024;
    private static final int LARGE_AT_ONCE = 4;
    private static final long PAUSE_NANOS = 200_000;

    private final Permit permit = permit();
    private final Outbound small = Prose.result(2 * 1024);
    private final Outbound large = Prose.result(LARGE_BYTES);

    private ScreenHold() {}

    public static void main(String[] args) throws InterruptedException {
        if (!"1".equals(System.getProperty("jdk.virtualThreadScheduler.parallelism"))) {
            throw new IllegalArgumentException("wants -Djdk.virtualThreadScheduler.parallelism=1");
        }
        ScreenHold hold = new ScreenHold();
        hold.allocation();
        try (CpuLane lane = new CpuLane()) {
            for (Action action : List.of(Action.FLAG, Action.REDACT)) {
                Screen screen = ScreenFold.of(
                        List.of(new ResultWatch(new StageId("p[0]"), new Watch(ALL, 80, action, lane))), lane);
                hold.round("warm-up", screen, true);
                hold.round(action + ", alone", screen, false);
                hold.round(action + ", beside results of 1 MiB", screen, true);
            }
        }
    }

    private static Permit permit() {
        Target target = new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t");
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                Definition.tool("t", Json.EMPTY_OBJECT),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        Operation call =
                Operation.of(Operation.Verb.CALL, target, Json.EMPTY_OBJECT, RequestMeta.of(ProtocolVersion.LATEST));
        return (Permit) new PolicyPipeline(List.of(), List.of()).judge(facts, call, KillSwitches.NONE);
    }

    /** Bytes allocated by one look through 1 MiB, once warm. */
    private void allocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Detections wanted = Detections.of(ALL, 80);
        Json said = ((Outbound.Result) large).reply().result();
        long bytes = 0;
        for (int i = 0; i < 10; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            wanted.in(said, Side.RESULT);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.printf(Locale.ROOT, "a look through %,d bytes allocates %,d bytes%n", said.length(), bytes);
    }

    private void round(String what, Screen screen, boolean hasLarge) throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong screened = new AtomicLong();
        Histogram waits = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        Thread[] callers = new Thread[hasLarge ? LARGE_AT_ONCE : 0];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Thread.ofVirtual().start(() -> repeat(screen, isOver, screened));
        }
        Thread neighbour = Thread.ofVirtual().start(() -> neighbour(screen, isOver, waits));
        TimeUnit.SECONDS.sleep(what.equals("warm-up") ? 3 : SECONDS);
        isOver.set(true);
        neighbour.join();
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %,6d of 1 MiB screened; a small one takes p50 %,.0f us, p99 %,.0f us, p99.9 %,.0f us, max %,.0f us%n",
                what,
                screened.get(),
                waits.getValueAtPercentile(50) / 1e3,
                waits.getValueAtPercentile(99) / 1e3,
                waits.getValueAtPercentile(99.9) / 1e3,
                waits.getMaxValue() / 1e3);
    }

    private void repeat(Screen screen, AtomicBoolean isOver, AtomicLong screened) {
        while (!isOver.get()) {
            if (screen.screen(permit, large) instanceof Screen.Screened.Passed) {
                screened.incrementAndGet();
            }
        }
    }

    private void neighbour(Screen screen, AtomicBoolean isOver, Histogram waits) {
        while (!isOver.get()) {
            long due = System.nanoTime() + PAUSE_NANOS;
            LockSupport.parkNanos(PAUSE_NANOS);
            screen.screen(permit, small);
            waits.recordValue(Math.max(0, System.nanoTime() - due));
        }
    }
}
