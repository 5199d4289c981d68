package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Views by virtual server, rebuilt when the server or what its upstreams offer changed. Most upstreams offer everybody
 * the same, and then there is one view for all; else one for each set of capabilities that makes a difference. Bounded:
 * views are replaced, and one entry stands per virtual server.
 */
public final class Views {
    /** @param conditions what has to be declared to see entries that not everybody sees */
    private record Entry(
            VirtualServer server,
            long catalogVersion,
            List<Offering> offerings,
            List<ClientCapabilities> conditions,
            Map<ClientCapabilities, ServerView> views) {

        /** What of it makes a difference here: who declares the same of that sees the same. */
        ClientCapabilities telling(ClientCapabilities declared) {
            ClientCapabilities telling = ClientCapabilities.NONE;
            for (ClientCapabilities condition : conditions) {
                if (declared.include(condition)) {
                    telling = telling.and(condition);
                }
            }
            return telling;
        }

        Entry at(long version) {
            return new Entry(server, version, offerings, conditions, views);
        }
    }

    private final Catalog catalog;
    private final SeenLinks links = new SeenLinks();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public Views(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What clients see of the server that declare these capabilities. */
    public ServerView of(VirtualServer server, ClientCapabilities declared) {
        Entry entry = current(server);
        return entry.views()
                .computeIfAbsent(
                        entry.telling(declared),
                        telling -> ServerView.of(server, new ShownTo(catalog, telling), links));
    }

    private Entry current(VirtualServer server) {
        long version = catalog.version();
        Entry known = entries.get(server.name().value());
        Entry before = known != null && known.server().equals(server) ? known : null;
        if (before != null && before.catalogVersion() == version) {
            return before;
        }
        List<Offering> offerings = server.publications().stream()
                .map(publication -> catalog.listing(publication.upstream()).offering())
                .toList();
        Entry now = before != null && same(before.offerings(), offerings)
                ? before.at(version)
                : new Entry(server, version, offerings, conditions(offerings), new ConcurrentHashMap<>());
        entries.put(server.name().value(), now);
        return now;
    }

    private static List<ClientCapabilities> conditions(List<Offering> offerings) {
        return offerings.stream()
                .flatMap(offering -> offering.conditional().stream())
                .map(Conditional::needed)
                .distinct()
                .toList();
    }

    /** By identity: an upstream that goes down keeps its offering, and comparing whole lists would cost more. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(List<Offering> before, List<Offering> now) {
        return before.size() == now.size() && IntStream.range(0, now.size()).allMatch(i -> before.get(i) == now.get(i));
    }

    /** A catalog as those see it who declare these capabilities. */
    private record ShownTo(Catalog catalog, ClientCapabilities declared) implements Catalog {
        @Override
        public long version() {
            return catalog.version();
        }

        @Override
        public Listing listing(UpstreamId upstream) {
            return catalog.listing(upstream).shownTo(declared);
        }
    }
}
