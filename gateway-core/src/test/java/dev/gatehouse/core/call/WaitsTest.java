package dev.gatehouse.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitsTest {
    private final Waits waits = Waits.start(System::nanoTime);
    private final AtomicBoolean happened = new AtomicBoolean();

    @AfterEach
    void close() {
        waits.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWaitEndsWhenItsTimeIsUp(boolean virtual) throws Exception {
        long began = System.nanoTime();

        assertThat(waiter(virtual, Duration.ofMillis(80)).get(60, TimeUnit.SECONDS))
                .isFalse();

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(80_000_000);
    }

    @Test
    void aWaitEndsWithTheCondition() throws Exception {
        CompletableFuture<Thread> parked = new CompletableFuture<>();
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            parked.complete(Thread.currentThread());
            result.complete(await(Duration.ofMinutes(1)));
        });
        Thread waiter = parked.get(60, TimeUnit.SECONDS);
        happened.set(true);
        LockSupport.unpark(waiter);

        assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsTrueAlreadyIsNotWaitedFor() {
        happened.set(true);

        assertThat(await(Duration.ZERO)).isTrue();
    }

    @Test
    void anInterruptEndsAWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> waits.await(happened::get, in(Duration.ofMinutes(1))))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void waitsEndInTimeAfterTheWatchWasClosed() throws Exception {
        CompletableFuture<Boolean> before = waiter(true, Duration.ofMillis(200));
        waits.close();
        CompletableFuture<Boolean> after = waiter(true, Duration.ofMillis(20));

        assertThat(after.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(before.get(60, TimeUnit.SECONDS)).isFalse();
    }

    private CompletableFuture<Boolean> waiter(boolean virtual, Duration limit) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Runnable wait = () -> result.complete(await(limit));
        if (virtual) {
            Thread.startVirtualThread(wait);
        } else {
            Thread.ofPlatform().daemon().start(wait);
        }
        return result;
    }

    private boolean await(Duration limit) {
        try {
            return waits.await(happened::get, in(limit));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Deadline in(Duration limit) {
        return Deadline.in(limit, System.nanoTime());
    }
}
