package dev.gatehouse.core.call;

import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Views by virtual server, rebuilt when the catalog or the server changed. Bounded: a view is replaced, and one entry
 * stands per virtual server.
 */
final class Views {
    private record Entry(VirtualServer server, long catalogVersion, ServerView view) {}

    private final Catalog catalog;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    Views(Catalog catalog) {
        this.catalog = catalog;
    }

    ServerView of(VirtualServer server) {
        long version = catalog.version();
        Entry entry = entries.get(server.name().value());
        if (entry != null && entry.catalogVersion() == version && entry.server().equals(server)) {
            return entry.view();
        }
        ServerView view = ServerView.of(server, catalog);
        entries.put(server.name().value(), new Entry(server, version, view));
        return view;
    }
}
