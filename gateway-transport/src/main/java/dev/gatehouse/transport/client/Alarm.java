package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.Primitive;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What wakes the thread that looks after an upstream. */
final class Alarm {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private final Set<Primitive> changed = EnumSet.noneOf(Primitive.class);
    private boolean renewed;
    private boolean ended;
    private volatile boolean retired;

    void changed(Primitive kind) {
        set(() -> changed.add(kind));
    }

    /** The conversation goes on, but what it was asked to watch has to be asked for again. */
    void renewed() {
        set(() -> renewed = true);
    }

    void ended() {
        set(() -> ended = true);
    }

    void retired() {
        set(() -> retired = true);
    }

    /** A call ended, which only a retired upstream waits for. Costs nothing until then. */
    void callEnded() {
        if (retired) {
            set(() -> {});
        }
    }

    /** Before a new conversation: what the last one reported says nothing of the next. */
    void forgetConversation() {
        set(() -> {
            changed.clear();
            renewed = false;
            ended = false;
        });
    }

    boolean isRetired() {
        lock.lock();
        try {
            return retired;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the upstream is retired, at most this long. */
    void awaitRetired(Duration time) throws InterruptedException {
        await(time, () -> retired);
    }

    /** What happened while nobody looked. */
    record News(Set<Primitive> changed, boolean renewed) {}

    /** Waits until there is a reason to look at the conversation, at most this long. */
    void awaitNews(Duration time) throws InterruptedException {
        await(time, () -> retired || ended || renewed || !changed.isEmpty());
    }

    /** Takes what there is; it is forgotten here. */
    News takeNews() {
        lock.lock();
        try {
            News news = new News(Set.copyOf(changed), renewed);
            changed.clear();
            renewed = false;
            return news;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the condition holds, asked again at every alarm; at most this long. */
    void await(Duration time, BooleanSupplier condition) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (!condition.getAsBoolean() && left > 0) {
                left = raised.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
