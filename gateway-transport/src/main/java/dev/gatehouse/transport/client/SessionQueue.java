package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.ClientCapabilities;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that wait for a session of one upstream. Whose principal has fewest sessions is next; guarded by the pool. */
final class SessionQueue {
    static final int WAITING_MAX = 256;
    static final int WAITING_PER_PRINCIPAL_MAX = 64;

    /** A call that wants a session, and the thread to wake when there may be one. */
    static final class Wish {
        final ClientCapabilities declared;
        final String principal;
        final boolean shared;
        private @Nullable Thread thread;

        /**
         * @param principal the key of the call's principal
         * @param shared whether calls can share a session
         */
        Wish(ClientCapabilities declared, String principal, boolean shared) {
            this.declared = declared;
            this.principal = principal;
            this.shared = shared;
        }
    }

    private final Set<Wish> waiting = new LinkedHashSet<>();

    /** From now on this thread is woken; false when too many wait already. Whoever can share never waits for long. */
    boolean join(Wish wish) {
        wish.thread = Thread.currentThread();
        if (!waiting.contains(wish) && !wish.shared && isFull(wish.principal)) {
            return false;
        }
        waiting.add(wish);
        return true;
    }

    private boolean isFull(String principal) {
        long own = waiting.stream()
                .filter(wish -> wish.principal.equals(principal))
                .count();
        return waiting.size() >= WAITING_MAX || own >= WAITING_PER_PRINCIPAL_MAX;
    }

    /** Those behind it may be next now. */
    void leave(Wish wish) {
        if (waiting.remove(wish)) {
            wakeAll();
        }
    }

    /** @param held how many sessions a principal has */
    boolean isNext(Wish wish, ToIntFunction<String> held) {
        return alike(wish.declared)
                .min(Comparator.comparingInt(other -> held.applyAsInt(other.principal)))
                .filter(first -> first == wish)
                .isPresent();
    }

    long count(ClientCapabilities declared) {
        return alike(declared).count();
    }

    void wakeAll() {
        waiting.forEach(wish -> LockSupport.unpark(wish.thread));
    }

    private Stream<Wish> alike(ClientCapabilities declared) {
        return waiting.stream().filter(wish -> wish.declared.equals(declared));
    }
}
