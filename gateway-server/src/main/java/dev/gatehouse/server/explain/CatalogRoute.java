package dev.gatehouse.server.explain;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What upstreams offer, by name, so that a file can be compared with it before it is used. */
public record CatalogRoute(Supplier<Revision> revision, Catalog catalog) {
    public static final String PATH = "/catalog";

    record Offered(List<OfferedNames> upstreams) {}

    record OfferedNames(
            String name,

            @About("Whether it has ever said what it offers.")
            boolean seen,

            List<String> tools,
            List<String> prompts) {}

    public AdminRoute route() {
        return AdminRoute.route(Method.GET, PATH, Reach.OVERSEERS, "Lists what each upstream offers, by its own names.")
                .answers(Offered.class)
                .by(_ -> AdminRoute.ok(offered()));
    }

    private Offered offered() {
        return new Offered(revision.get().upstreams().keySet().stream()
                .sorted(Comparator.comparing(UpstreamId::value))
                .map(this::names)
                .toList());
    }

    private OfferedNames names(UpstreamId upstream) {
        Listing listing = catalog.listing(upstream);
        return new OfferedNames(
                upstream.value(),
                !listing.isUnseen(),
                names(listing, Primitive.TOOL),
                names(listing, Primitive.PROMPT));
    }

    private static List<String> names(Listing listing, Primitive kind) {
        Stream<Definition> conditional = listing.offering().conditional().stream()
                .map(Conditional::definition)
                .filter(definition -> definition.kind() == kind);
        return Stream.concat(listing.of(kind).stream(), conditional)
                .map(Definition::name)
                .distinct()
                .toList();
    }

    /** The names of an answer of this route, as a catalog without anything but names. */
    public static Catalog read(Json answer) {
        Map<UpstreamId, Listing> listings = new HashMap<>();
        for (Json upstream : answer.member("upstreams").map(Json::elements).orElse(List.of())) {
            if (upstream.member("seen").flatMap(Json::bool).orElse(false)) {
                listings.put(new UpstreamId(upstream.text("name").orElse("")), listing(upstream));
            }
        }
        return new Names(Map.copyOf(listings));
    }

    private static Listing listing(Json upstream) {
        Map<Primitive, List<Definition>> entries = new EnumMap<>(Primitive.class);
        entries.put(Primitive.TOOL, definitions(upstream, "tools", Primitive.TOOL));
        entries.put(Primitive.PROMPT, definitions(upstream, "prompts", Primitive.PROMPT));
        return new Listing(new Offering(entries, Json.EMPTY_OBJECT, ""), Listing.Health.READY, "");
    }

    private static List<Definition> definitions(Json upstream, String member, Primitive kind) {
        return upstream.member(member).map(Json::elements).orElse(List.of()).stream()
                .flatMap(name -> name.string().stream())
                .map(name -> new Definition(
                        kind, name, Json.object().put(kind.key(), name).build()))
                .toList();
    }

    private record Names(Map<UpstreamId, Listing> listings) implements Catalog {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public Listing listing(UpstreamId upstream) {
            return listings.getOrDefault(upstream, Listing.NONE);
        }
    }
}
