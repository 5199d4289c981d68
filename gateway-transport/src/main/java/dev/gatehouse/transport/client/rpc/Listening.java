package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code subscriptions/listen} of a modern upstream (2026-07-28, basic/patterns/subscriptions). What it tells of
 * is fixed when it begins: for other topics another takes its place, and the old one ends a while after the new one is
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
        /** @param honoured what of the notifications the upstream agreed to */
        void begun(Json honoured);

        /** It will tell nothing any more. Also after {@link #begun}. */
        void ended();
    }

    private static final Duration LINGER = Duration.ofSeconds(1);
    /** Replaced streams that are open still; where more are, the oldest ends early. */
    private static final int LINGERING_MAX = 8;

    /** Told when a stream of some topics has begun, or cannot. */
    @FunctionalInterface
    public interface Begun {
        /** @param tasks those that the upstream agreed to tell of */
        void begun(Set<Topic> tasks);
    }

    static final String TASK_IDS = "taskIds";

    private final Introduction introduction;
    private final Opener opener;
    private final Deque<Stream> lingering = new ArrayDeque<>();
    private Set<Topic> wanted = Set.of();
    private List<Begun> waiting = new ArrayList<>();
    private @Nullable Stream current;
    private @Nullable Stream next;

    public Listening(Introduction introduction, Opener opener) {
        this.introduction = introduction;
        this.opener = opener;
    }

    public synchronized void follow(Set<Topic> topics, Begun begun) {
        if (current != null && current.topics.equals(topics) && next == null) {
            begun.begun(current.tasks);
            return;
        }
        wanted = Set.copyOf(topics);
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
            stream.begun(notifications);
            return;
        }
        next = stream;
        stream.handle = opener.open(notifications, stream);
    }

    private Json notifications(Set<Topic> topics) {
        ObjectWriter all = Json.object();
        for (String kind : List.of("tools", "prompts", "resources")) {
            if (introduction.declares(kind, "listChanged")) {
                all.put(kind + "ListChanged", true);
            }
        }
        Set<String> uris = new TreeSet<>();
        Set<String> tasks = new TreeSet<>();
        for (Topic topic : topics) {
            switch (topic) {
                case Topic.Resource(String uri) -> uris.add(uri);
                case Topic.Task(String id) -> tasks.add(id);
            }
        }
        if (!uris.isEmpty()) {
            all.put("resourceSubscriptions", Json.ofStrings(uris));
        }
        if (!tasks.isEmpty()) {
            all.put(TASK_IDS, Json.ofStrings(tasks));
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
        stream.waiting.forEach(one -> one.begun(stream.tasks));
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
        private final Set<Topic> topics;
        private final List<Begun> waiting;
        private volatile Set<Topic> tasks = Set.of();
        private volatile @Nullable AutoCloseable handle;

        Stream(Set<Topic> topics, List<Begun> waiting) {
            this.topics = topics;
            this.waiting = waiting;
        }

        @Override
        public void begun(Json honoured) {
            Set<Topic> agreed = new HashSet<>();
            for (Json id : honoured.member(TASK_IDS).map(Json::elements).orElse(List.of())) {
                id.string().map(Topic.Task::new).ifPresent(agreed::add);
            }
            tasks = Set.copyOf(agreed);
            settled(this, true);
        }

        @Override
        public void ended() {
            settled(this, false);
        }
    }
}
