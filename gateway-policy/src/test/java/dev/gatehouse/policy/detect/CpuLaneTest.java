package dev.gatehouse.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.wait.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuLaneTest {
    private static final int LONG = CpuLane.SHORT_MAX_BYTES + 1;
    private static final long PATIENT_MILLIS = 60_000;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void open() {
        gate.countDown();
        callers.close();
    }

    @Test
    void short_work_is_done_where_it_is_asked_for_and_long_work_elsewhere() {
        try (CpuLane lane = new CpuLane(1, 1, PATIENT_MILLIS)) {
            Thread here = Thread.currentThread();
            assertThat(lane.run(CpuLane.SHORT_MAX_BYTES, Thread::currentThread)).isSameAs(here);
            Thread there = lane.run(LONG, Thread::currentThread);
            assertThat(there).isNotSameAs(here);
            assertThat(there.isVirtual()).isFalse();
            assertThat(there.isDaemon()).isTrue();
        }
    }

    @Test
    void work_begins_in_the_order_in_which_it_was_asked_for() {
        try (CpuLane lane = new CpuLane(1, 3, PATIENT_MILLIS)) {
            CompletableFuture<Void> first = occupy(lane);
            List<CompletableFuture<Void>> others =
                    List.of(queue(lane, "a", 1), queue(lane, "b", 2), queue(lane, "c", 3));
            gate.countDown();
            first.join();
            others.forEach(CompletableFuture::join);
            assertThat(done).containsExactly("first", "a", "b", "c");
        }
    }

    @Test
    void what_finds_the_queue_full_is_refused_at_once_and_never_done() {
        try (CpuLane lane = new CpuLane(1, 1, PATIENT_MILLIS)) {
            CompletableFuture<Void> first = occupy(lane);
            CompletableFuture<Void> second = queue(lane, "a", 1);
            assertThatThrownBy(() -> lane.run(LONG, () -> done.add("b")))
                    .isInstanceOf(CpuLane.OverloadedException.class);
            gate.countDown();
            first.join();
            second.join();
            assertThat(done).containsExactly("first", "a");
        }
    }

    @Test
    void what_does_not_begin_in_time_is_refused_and_never_done() {
        try (CpuLane impatient = new CpuLane(1, 2, 1)) {
            CompletableFuture<Void> first = occupy(impatient);
            assertThatThrownBy(() -> impatient.run(LONG, () -> done.add("late")))
                    .isInstanceOf(CpuLane.OverloadedException.class);
            gate.countDown();
            first.join();
            Eventually.until("the queue is empty", () -> impatient.waiting() == 0);
            assertThat(done).containsExactly("first");
        }
    }

    @Test
    void a_caller_who_is_interrupted_gets_nothing_and_its_work_is_never_begun() throws InterruptedException {
        try (CpuLane lane = new CpuLane(1, 2, PATIENT_MILLIS)) {
            CompletableFuture<Void> first = occupy(lane);
            CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                assertThatThrownBy(() -> lane.run(LONG, () -> done.add("unwanted")))
                        .isInstanceOf(IllegalStateException.class);
                wasInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            Eventually.until("it waits", () -> lane.waiting() == 1);
            caller.interrupt();
            assertThat(wasInterrupted.join()).isTrue();
            gate.countDown();
            first.join();
            assertThat(lane.run(LONG, () -> done.add("next"))).isTrue();
            assertThat(done).containsExactly("first", "next");
        }
    }

    @Test
    void what_the_work_throws_is_thrown_and_the_lane_goes_on() {
        try (CpuLane lane = new CpuLane(1, 1, PATIENT_MILLIS)) {
            assertThatThrownBy(() -> lane.run(LONG, () -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(lane.run(LONG, () -> "on")).isEqualTo("on");
        }
    }

    @Test
    void a_closed_lane_refuses() {
        assertThatThrownBy(() -> CpuLane.none().run(LONG, () -> "done"))
                .isInstanceOf(CpuLane.OverloadedException.class);
    }

    /** Keeps the only thread until the gate opens. */
    private CompletableFuture<Void> occupy(CpuLane lane) {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> insist(lane, begun), callers);
        Eventually.await("the first begins", begun);
        return first;
    }

    /** A lane without patience may refuse even the first. */
    private void insist(CpuLane lane, CountDownLatch begun) {
        while (begun.getCount() > 0) {
            try {
                lane.run(LONG, () -> {
                    begun.countDown();
                    awaitGate();
                    return done.add("first");
                });
            } catch (CpuLane.OverloadedException e) {
                assertThat(begun.getCount()).isOne();
            }
        }
    }

    private CompletableFuture<Void> queue(CpuLane lane, String word, int waiting) {
        CompletableFuture<Void> queued =
                CompletableFuture.runAsync(() -> lane.run(LONG, () -> done.add(word)), callers);
        Eventually.until("it waits", () -> lane.waiting() == waiting);
        return queued;
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
