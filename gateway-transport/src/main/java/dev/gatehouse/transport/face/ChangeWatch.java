package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.transport.wire.NoticeWriter;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what changed for one stream, for a moment, and tells it once: a list only when what this principal sees of it
 * is another than before. What a client does not take waits here as a name, never as a queue of events.
 */
final class ChangeWatch implements AutoCloseable {
    /** Updated resources that wait to be told; beyond that clients would better read them all. */
    private static final int UPDATED_MAX = 256;

    /** One thing to tell. Equal news are told once. */
    sealed interface News {
        /** @param subscription the request they answer; empty on legacy streams */
        List<ByteBuffer> message(Optional<Json> subscription);
    }

    private record ListChanged(Primitive kind) implements News {
        @Override
        public List<ByteBuffer> message(Optional<Json> subscription) {
            return NoticeWriter.listChanged(kind, subscription);
        }
    }

    private record ResourceUpdated(String publicUri) implements News {
        @Override
        public List<ByteBuffer> message(Optional<Json> subscription) {
            return NoticeWriter.updated(publicUri, subscription);
        }
    }

    /** Tells it now; false when there is no room, and it is offered again later. */
    @FunctionalInterface
    interface Ear {
        boolean tell(News news);
    }

    private final Streams streams;
    private final ClientCapabilities declared;
    private final Set<Primitive> lists;
    private final Supplier<Collection<Watched>> watched;
    private final Ear ear;
    private final Map<Primitive, Long> seen = new EnumMap<>(Primitive.class);
    private final Set<Primitive> relisted = EnumSet.noneOf(Primitive.class);
    private final Set<News> untold = new LinkedHashSet<>();
    private final ChangeSubscription subscription = new ChangeSubscription();
    private Admission.Admitted admitted;
    private boolean silent = true;
    private boolean settling;

    /**
     * @param declared by the client: an upstream may not list the same to all
     * @param watched the resources to tell about; asked at each change, so it may grow and shrink
     */
    ChangeWatch(
            Streams streams,
            Admission.Admitted admitted,
            ClientCapabilities declared,
            Set<Primitive> lists,
            Supplier<Collection<Watched>> watched,
            Ear ear) {
        this.streams = streams;
        this.admitted = admitted;
        this.declared = declared;
        this.lists = Set.copyOf(lists);
        this.watched = watched;
        this.ear = ear;
    }

    /**
     * Begins to listen; how the lists are now is what later ones are compared with. To be called before the client knows
     * of its stream: what it lists after that is never older than what it is told of.
     */
    void begin() {
        subscription.begin(streams.feed(), this::changed);
        Admission.Admitted now = admitted();
        lists.forEach(kind -> see(kind, now));
    }

    /** Another revision, or other groups, may show the principal another list. */
    void readmitted(Admission.Admitted again) {
        synchronized (this) {
            admitted = again;
            relisted.addAll(lists);
        }
        settleSoon();
    }

    /** The client has its stream, and what it has to hear first. */
    void speak() {
        synchronized (this) {
            silent = false;
        }
        tellWaiting();
    }

    /** The client takes more again. Never blocks. */
    synchronized void tellWaiting() {
        for (Iterator<News> each = untold.iterator(); each.hasNext() && !subscription.isClosed() && !silent; ) {
            if (!ear.tell(each.next())) {
                return;
            }
            each.remove();
        }
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void changed(Change change) {
        boolean news = switch (change) {
            case Change.Relisted relist -> relisted(relist.kind());
            case Change.Updated update -> updated(update);
            case Change.TaskMoved _ -> false;
        };
        if (news) {
            settleSoon();
        }
    }

    private synchronized boolean relisted(Primitive kind) {
        return lists.contains(kind) && relisted.add(kind);
    }

    private boolean updated(Change.Updated update) {
        boolean news = false;
        for (Watched resource : watched.get()) {
            if (resource.upstream().equals(update.upstream()) && covers(resource.upstreamName(), update.uri())) {
                news |= note(new ResourceUpdated(resource.publicName()));
            }
        }
        return news;
    }

    /** A server may tell of a part of what was subscribed to (2025-11-25 server/resources "Subscriptions"). */
    private static boolean covers(String subscribed, String changed) {
        if (!changed.startsWith(subscribed)) {
            return false;
        }
        boolean same = changed.length() == subscribed.length();
        return same || subscribed.endsWith("/") || "/?#".indexOf(changed.charAt(subscribed.length())) >= 0;
    }

    private synchronized boolean note(News news) {
        if (untold.size() >= UPDATED_MAX) {
            streams.count().dropped();
            return false;
        }
        return untold.add(news);
    }

    private void settleSoon() {
        synchronized (this) {
            if (settling || subscription.isClosed()) {
                return;
            }
            settling = true;
        }
        streams.heartbeat().after(streams.limits().settle(), this::settle);
    }

    private void settle() {
        Set<Primitive> kinds;
        synchronized (this) {
            settling = false;
            kinds = EnumSet.copyOf(relisted);
            relisted.clear();
        }
        Admission.Admitted now = admitted();
        for (Primitive kind : kinds) {
            if (see(kind, now)) {
                // The specification has no word of its own for templates.
                note(new ListChanged(kind == Primitive.TEMPLATE ? Primitive.RESOURCE : kind));
            }
        }
        tellWaiting();
    }

    /** Whether the list looks different. */
    private boolean see(Primitive kind, Admission.Admitted who) {
        long fingerprint = streams.visible().fingerprint(who, declared, kind);
        synchronized (this) {
            Long before = seen.put(kind, fingerprint);
            return before == null || before != fingerprint;
        }
    }

    /** As last admitted. */
    synchronized Admission.Admitted admitted() {
        return admitted;
    }
}
