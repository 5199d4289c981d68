package dev.gatehouse.core.view;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which upstream a URI belongs to. URIs keep their original form, which clients and apps rely on, wherever that form
 * leads to one upstream; where it would lead to another they are wrapped ({@link WrappedUri}).
 */
final class UriSpace {
    private record Template(UpstreamId upstream, UriTemplate pattern, Definition definition) {}

    private final Map<String, Set<UpstreamId>> listed = new HashMap<>();
    private final Map<String, Set<UpstreamId>> templateTexts = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();
    private final Set<UpstreamId> upstreams = new LinkedHashSet<>();

    static UriSpace of(VirtualServer server, Catalog catalog) {
        UriSpace space = new UriSpace();
        for (Publication publication : server.publications()) {
            space.add(publication, catalog);
        }
        return space;
    }

    private void add(Publication publication, Catalog catalog) {
        UpstreamId upstream = publication.upstream();
        if (!upstreams.add(upstream)) {
            return;
        }
        for (Definition resource : catalog.listing(upstream).of(Primitive.RESOURCE)) {
            if (publication.admits(resource)) {
                claim(listed, resource.name(), upstream);
            }
        }
        for (Definition template : catalog.listing(upstream).of(Primitive.TEMPLATE)) {
            if (publication.admits(template) && claim(templateTexts, template.name(), upstream)) {
                templates.add(new Template(upstream, UriTemplate.of(template.name()), template));
            }
        }
    }

    /** What clients call this URI of this upstream. */
    String publicUri(UpstreamId upstream, String uri) {
        Set<UpstreamId> owners = listed.getOrDefault(uri, Set.of());
        boolean bare = owners.isEmpty()
                ? template(uri).map(found -> found.upstream().equals(upstream)).orElse(true)
                : owners.equals(Set.of(upstream));
        return bare ? uri : WrappedUri.of(upstream, uri);
    }

    boolean isListed(UpstreamId upstream, String uri) {
        return listed.getOrDefault(uri, Set.of()).contains(upstream);
    }

    String publicTemplate(UpstreamId upstream, String template) {
        return isUnique(template) ? template : WrappedUri.template(upstream, template);
    }

    /** The upstream whose template a URI matches; one that several upstreams share leads nowhere without its wrapping. */
    Optional<Matched> matchBare(String uri) {
        return template(uri).map(found -> new Matched(found.upstream(), uri, found.definition()));
    }

    /** What a wrapped URI leads to. */
    Optional<Matched> matchWrapped(String publicUri) {
        return WrappedUri.parse(publicUri)
                .flatMap(wrapped -> templates.stream()
                        .filter(template -> template.upstream().equals(wrapped.upstream())
                                && template.pattern().matches(wrapped.original()))
                        .findFirst()
                        .map(found -> new Matched(found.upstream(), wrapped.original(), found.definition())));
    }

    /** @param definition the template that matched */
    record Matched(UpstreamId upstream, String upstreamUri, Definition definition) {}

    private Optional<Template> template(String uri) {
        return templates.stream()
                .filter(template -> isUnique(template.definition().name())
                        && template.pattern().matches(uri))
                .findFirst();
    }

    private boolean isUnique(String template) {
        return templateTexts.getOrDefault(template, Set.of()).size() <= 1;
    }

    private static boolean claim(Map<String, Set<UpstreamId>> claims, String text, UpstreamId upstream) {
        return claims.computeIfAbsent(text, _ -> new LinkedHashSet<>()).add(upstream);
    }
}
