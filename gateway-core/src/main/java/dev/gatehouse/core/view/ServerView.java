package dev.gatehouse.core.view;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import java.util.Collections;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one virtual server publishes at one version of the catalog, by public name. The mapping is kept, never parsed
 * back out of a name.
 */
public final class ServerView {
    private final VirtualServer server;
    private final UriSpace uris;
    private final SeenLinks links;
    private final Introduction.Draft introduction;
    private final Map<Primitive, Map<String, Published>> named = new EnumMap<>(Primitive.class);
    private final Map<Primitive, List<Published>> listed = new EnumMap<>(Primitive.class);
    private final Map<UpstreamId, Publication> publications = new HashMap<>();
    private final Set<UpstreamId> linking = new HashSet<>();
    private final List<Lookalike> lookalikes = new ArrayList<>();
    private final Shelves shelves = new Shelves();

    private ServerView(VirtualServer server, Catalog catalog, SeenLinks links) {
        this.server = server;
        this.uris = UriSpace.of(server, catalog);
        this.links = links;
        this.introduction = Introduction.Draft.of(server, catalog);
        for (Publication publication : server.publications()) {
            publications.putIfAbsent(publication.upstream(), publication);
            if (Introduction.offersResources(
                    catalog.listing(publication.upstream()).offering())) {
                linking.add(publication.upstream());
            }
        }
        for (Primitive kind : Primitive.values()) {
            Map<String, Published> entries = published(kind, catalog);
            named.put(kind, entries);
            listed.put(kind, List.copyOf(entries.values()));
        }
    }

    static ServerView of(VirtualServer server, Catalog catalog, SeenLinks links) {
        return new ServerView(server, catalog, links);
    }

    private Map<String, Published> published(Primitive kind, Catalog catalog) {
        Map<String, Published> entries = new LinkedHashMap<>();
        Map<String, Published> alike = new HashMap<>();
        for (Publication publication : server.publications()) {
            for (Definition definition : catalog.listing(publication.upstream()).of(kind)) {
                if (publication.admits(definition)) {
                    Published.of(publication, definition, uris).ifPresent(entry -> enter(entry, entries, alike));
                }
            }
        }
        return kind == Primitive.TOOL ? withFacets(entries) : entries;
    }

    /** A name belongs to the upstream that the file names first, and so does every name that looks like it. */
    private void enter(Published entry, Map<String, Published> entries, Map<String, Published> alike) {
        Target target = entry.target();
        Published first = alike.putIfAbsent(likeness(target), entry);
        if (first != null && !first.target().upstream().equals(target.upstream())) {
            lookalikes.add(new Lookalike(target, first.target()));
        } else {
            entries.putIfAbsent(target.publicName(), entry);
        }
    }

    /** URIs are told apart byte by byte, and wrapped where two upstreams have the same. */
    private static String likeness(Target target) {
        return switch (target.kind()) {
            case TOOL, PROMPT -> Skeleton.of(target.publicName());
            case RESOURCE, TEMPLATE -> target.publicName();
        };
    }

    /** Before the tools themselves; a tool of the same name gives way. */
    private Map<String, Published> withFacets(Map<String, Published> tools) {
        Map<String, Published> all = new LinkedHashMap<>();
        server.facade()
                .search()
                .ifPresent(search -> behind(tools, search.upstream(), search.tool())
                        .ifPresent(tool -> all.put("search", tool.behind(Facet.of(search)))));
        server.facade()
                .fetch()
                .ifPresent(fetch -> behind(tools, fetch.upstream(), fetch.tool())
                        .ifPresent(tool -> all.put("fetch", tool.behind(Facet.of(fetch)))));
        tools.forEach(all::putIfAbsent);
        return all;
    }

    private static Optional<Published> behind(Map<String, Published> tools, UpstreamId upstream, String name) {
        return tools.values().stream()
                .filter(tool -> tool.target().upstream().equals(upstream)
                        && tool.target().upstreamName().equals(name))
                .findFirst();
    }

    /** An entry by its public name, a resource also by a URI that no list names. */
    public Optional<Published> find(Primitive kind, String publicName, Principal principal) {
        return Optional.ofNullable(named.getOrDefault(kind, Map.of()).get(publicName))
                .or(() -> switch (kind) {
                    case TOOL, PROMPT -> Optional.empty();
                    case RESOURCE -> unlisted(publicName, principal);
                    // A completion may name a resource where it could name a template.
                    case TEMPLATE -> find(Primitive.RESOURCE, publicName, principal);
                });
    }

    private Optional<Published> unlisted(String uri, Principal principal) {
        return uris.matchBare(uri)
                .or(() -> uris.matchWrapped(uri))
                .filter(found -> publishesUri(found.upstream(), found.upstreamUri()))
                .or(() -> linked(uri, principal))
                .map(found -> Published.unlisted(
                        found,
                        uri,
                        uris.publicTemplate(found.upstream(), found.definition().name())));
    }

    private Optional<UriSpace.Matched> linked(String uri, Principal principal) {
        return links.find(server.name(), principal, uri)
                .map(upstream -> {
                    String upstreamUri =
                            WrappedUri.parse(uri).map(WrappedUri::original).orElse(uri);
                    Json definition = Json.object()
                            .put("uri", upstreamUri)
                            .put("name", upstreamUri)
                            .build();
                    return new UriSpace.Matched(
                            upstream, upstreamUri, new Definition(Primitive.RESOURCE, upstreamUri, definition));
                })
                .filter(found -> publications.containsKey(found.upstream())
                        && publications.get(found.upstream()).admits(found.definition()));
    }

    private boolean publishesUri(UpstreamId upstream, String uri) {
        return publications.containsKey(upstream) && !publications.get(upstream).deniesUri(uri);
    }

    /** Every public name of this kind, whoever may see it. */
    public Set<String> names(Primitive kind) {
        return Collections.unmodifiableSet(named.getOrDefault(kind, Map.of()).keySet());
    }

    /** The list of one kind as this principal sees it under these policies, without what is switched off. */
    public Shelf shelf(Primitive kind, PolicyPipeline policy, ListFacts facts, KillSwitches switches) {
        return shelves.of(kind, listed.getOrDefault(kind, List.of()), policy, facts, switches);
    }

    /** A result under public URIs; what it links to can be read by this principal from now on. */
    public Json publicised(Operation.Verb verb, UpstreamId upstream, Principal principal, Json result) {
        return linking.contains(upstream)
                ? new ShownUris(uri -> shownTo(principal, upstream, uri)).inResult(verb, result)
                : result;
    }

    private String shownTo(Principal principal, UpstreamId upstream, String uri) {
        String shown = uris.publicUri(upstream, uri);
        if (uris.isListed(upstream, uri) || links.claim(server.name(), principal, shown, upstream)) {
            return shown;
        }
        String wrapped = WrappedUri.of(upstream, uri);
        links.claim(server.name(), principal, wrapped, upstream);
        return wrapped;
    }

    /** What is not published because something of another upstream has its name, or one that looks like it. */
    public List<Lookalike> lookalikes() {
        return List.copyOf(lookalikes);
    }

    /** What to say of this server before anything is asked of it. */
    public Introduction introduction(PinGuard guard) {
        return introduction.through(guard);
    }
}
