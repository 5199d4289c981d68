package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code subscriptions/listen} of a modern upstream (2026-07-28, basic/patterns/subscriptions). What it tells of
 * is fixed when it begins: for other resources another takes its place, and the old one ends a while after the new one is
 * acknowledged, since what was told on it before that may still be on its way.
 */
public final class Listening {

    /** Begins a stream of these notifications; closing it ends it. */
    @FunctionalInterface
    public interface Opener {
        AutoCloseable open(Json notifications, Listener listener);
    }

    /** What becomes of one stream; at most one of each, from any thread. */
    public interface Listener {
        void begun();

        /** It will tell nothing any more. Also after {@link #begun}. */
        void ended();
    }

    private static final Duration LINGER = Duration.ofSeconds(1);
    /** Replaced streams that are open still; where more are, the oldest ends early. */
    private static final int LINGERING_MAX = 8;

    private final Introduction introduction;
    private final Opener opener;
    private final Deque<Stream> lingering = new ArrayDeque<>();
    private Set<String> wanted = Set.of();
    private List<Runnable> waiting = new ArrayList<>();
    private @Nullable Stream current;
    private @Nullable Stream next;

    public Listening(Introduction introduction, Opener opener) {
        this.introduction = introduction;
        this.opener = opener;
    }

    /** @param begun run when a stream that tells of these resources has begun or cannot */
    public synchronized void follow(Set<String> uris, Runnable begun) {
        if (current != null && current.uris.equals(uris) && next == null) {
            begun.run();
            return;
        }
        wanted = Set.copyOf(uris);
        waiting.add(begun);
        if (next == null) {
            open();
        }
    }

    /** Ends the streams. */
    public synchronized void close() {
        lingering.forEach(Listening::end);
        lingering.clear();
        end(current);
        end(next);
        current = null;
        next = null;
    }

    private void open() {
        Stream stream = new Stream(wanted, waiting);
        waiting = new ArrayList<>();
        Json notifications = notifications(wanted);
        if (notifications.equals(Json.EMPTY_OBJECT)) {
            next = stream;
            stream.begun();
            return;
        }
        next = stream;
        stream.handle = opener.open(notifications, stream);
    }

    private Json notifications(Set<String> uris) {
        ObjectWriter all = Json.object();
        for (String kind : List.of("tools", "prompts", "resources")) {
            if (introduction.declares(kind, "listChanged")) {
                all.put(kind + "ListChanged", true);
            }
        }
        if (!uris.isEmpty()) {
            all.put("resourceSubscriptions", Json.ofStrings(new TreeSet<>(uris)));
        }
        return all.build();
    }

    private synchronized void settled(Stream stream, boolean begun) {
        if (stream != next) {
            if (stream == current && !begun) {
                current = null;
            }
            return;
        }
        next = null;
        if (begun) {
            linger(current);
            current = stream;
        }
        stream.waiting.forEach(Runnable::run);
        if (!waiting.isEmpty()) {
            open();
        }
    }

    private void linger(@Nullable Stream replaced) {
        if (replaced == null) {
            return;
        }
        lingering.add(replaced);
        if (lingering.size() > LINGERING_MAX) {
            end(lingering.poll());
        }
        Thread.startVirtualThread(() -> {
            LockSupport.parkNanos(LINGER.toNanos());
            drop(replaced);
        });
    }

    private synchronized void drop(Stream replaced) {
        if (lingering.remove(replaced)) {
            end(replaced);
        }
    }

    private static void end(@Nullable Stream stream) {
        AutoCloseable handle = stream == null ? null : stream.handle;
        if (handle != null) {
            try {
                handle.close();
            } catch (Exception e) {
                throw new IllegalStateException("the end of a stream cannot fail", e);
            }
        }
    }

    private final class Stream implements Listener {
        private final Set<String> uris;
        private final List<Runnable> waiting;
        private volatile @Nullable AutoCloseable handle;

        Stream(Set<String> uris, List<Runnable> waiting) {
            this.uris = uris;
            this.waiting = waiting;
        }

        @Override
        public void begun() {
            settled(this, true);
        }

        @Override
        public void ended() {
            settled(this, false);
        }
    }
}
