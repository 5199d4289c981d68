package dev.gatehouse.core.view;

import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Offering;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Views by virtual server, rebuilt when the server or what its upstreams offer changed. Bounded: a view is replaced, and
 * one entry stands per virtual server.
 */
public final class Views {
    private record Entry(VirtualServer server, long catalogVersion, List<Offering> offerings, ServerView view) {}

    private final Catalog catalog;
    private final SeenLinks links = new SeenLinks();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public Views(Catalog catalog) {
        this.catalog = catalog;
    }

    public ServerView of(VirtualServer server) {
        long version = catalog.version();
        Entry entry = entries.get(server.name().value());
        if (entry != null && entry.catalogVersion() == version && entry.server().equals(server)) {
            return entry.view();
        }
        List<Offering> offerings = server.publications().stream()
                .map(publication -> catalog.listing(publication.upstream()).offering())
                .toList();
        ServerView view = entry != null && entry.server().equals(server) && same(entry.offerings(), offerings)
                ? entry.view()
                : ServerView.of(server, catalog, links);
        entries.put(server.name().value(), new Entry(server, version, offerings, view));
        return view;
    }

    /** By identity: an upstream that goes down keeps its offering, and comparing whole lists would cost more. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(List<Offering> before, List<Offering> now) {
        return before.size() == now.size() && IntStream.range(0, now.size()).allMatch(i -> before.get(i) == now.get(i));
    }
}
