package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code subscriptions/listen} of a modern upstream (2026-07-28, basic/patterns/subscriptions). What it tells of
 * is fixed when it begins: for other resources another takes its place, and the old one ends once the new one is
 * acknowledged, so that nothing is missed between them.
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

    private final Introduction introduction;
    private final Opener opener;
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
            end(current);
            current = stream;
        }
        stream.waiting.forEach(Runnable::run);
        if (!waiting.isEmpty()) {
            open();
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
