package dev.gatehouse.core.view;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Upstreams that can be given entries one by one, behind one virtual server. */
final class Shop implements Catalog {
    static final Principal ALICE = principal("alice");
    static final ListFacts FACTS = new ListFacts(new BundleName("b"), new ServerName("shop"), ALICE);

    private final Map<UpstreamId, Map<Primitive, List<Definition>>> entries = new HashMap<>();
    private final Map<UpstreamId, Listing> listings = new HashMap<>();
    private final List<Publication> publications = new ArrayList<>();
    private long version;

    static Principal principal(String name) {
        return new Principal(
                Principal.Kind.USER,
                "gw",
                name,
                "client",
                Set.of(),
                Set.of("read:tools", "execute:tools"),
                Instant.MAX);
    }

    Shop with(String upstream, Primitive kind, String... names) {
        for (String name : names) {
            with(
                    upstream,
                    new Definition(
                            kind, name, Json.object().put(kind.key(), name).build()));
        }
        return this;
    }

    Shop with(String upstream, Definition definition) {
        UpstreamId id = new UpstreamId(upstream);
        entries.computeIfAbsent(id, _ -> {
                    publications.add(Publication.of(id, upstream, NameFilter.ALL));
                    return new EnumMap<>(Primitive.class);
                })
                .computeIfAbsent(definition.kind(), _ -> new ArrayList<>())
                .add(definition);
        return offering(upstream, Json.EMPTY_OBJECT, "");
    }

    /** Listed only to those who declare this. */
    Shop conditional(String upstream, ClientCapabilities needed, Definition definition) {
        UpstreamId id = new UpstreamId(upstream);
        Offering offering = listing(id).offering();
        List<Conditional> conditional = new ArrayList<>(offering.conditional());
        conditional.add(new Conditional(needed, definition));
        listings.put(id, new Listing(offering.with(conditional), Listing.Health.READY, ""));
        version++;
        return this;
    }

    Shop unseen(String upstream) {
        UpstreamId id = new UpstreamId(upstream);
        publications.add(Publication.of(id, upstream, NameFilter.ALL));
        listings.put(id, Listing.NONE);
        version++;
        return this;
    }

    Shop offering(String upstream, Json capabilities, String instructions) {
        UpstreamId id = new UpstreamId(upstream);
        entries.computeIfAbsent(id, _ -> new EnumMap<>(Primitive.class));
        Offering offering = new Offering(entries.get(id), capabilities, instructions);
        listings.put(id, new Listing(offering, Listing.Health.READY, ""));
        version++;
        return this;
    }

    VirtualServer server() {
        return new VirtualServer(new ServerName("shop"), "http://gw/mcp", "http://gw/sse", "Hello.", publications);
    }

    ServerView view() {
        return new Views(this).of(server(), ClientCapabilities.NONE);
    }

    static Json json(String text) {
        try {
            return Json.read(text.replace('\'', '"'));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Listing listing(UpstreamId upstream) {
        return listings.getOrDefault(upstream, Listing.NONE);
    }
}
