package dev.gatehouse.core.revision;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.NameFilter;
import java.util.EnumMap;
import java.util.Map;

/**
 * One upstream's share in a virtual server.
 *
 * @param prefix put before each name of a tool or a prompt with an underscore; empty for original names
 * @param filters which of the upstream's own names, URIs and URI templates are published; nothing of a kind that is absent
 * @param overrides what is said differently of single tools, by the upstream's own names
 */
public record Publication(
        UpstreamId upstream, String prefix, Map<Primitive, NameFilter> filters, Map<String, ToolOverride> overrides) {
    public Publication {
        filters = Map.copyOf(filters);
        overrides = Map.copyOf(overrides);
    }

    /** Publishes these tools, and whatever else there is. */
    public static Publication of(UpstreamId upstream, String prefix, NameFilter tools) {
        Map<Primitive, NameFilter> filters = new EnumMap<>(Primitive.class);
        for (Primitive kind : Primitive.values()) {
            filters.put(kind, kind == Primitive.TOOL ? tools : NameFilter.ALL);
        }
        return new Publication(upstream, prefix, filters, Map.of());
    }

    public boolean admits(Definition definition) {
        NameFilter filter = filters.get(definition.kind());
        return filter != null && filter.admits(definition.name());
    }

    /** Whether no way may lead to this URI: what is denied as a resource is denied through a template, too. */
    public boolean deniesUri(String uri) {
        NameFilter filter = filters.get(Primitive.RESOURCE);
        return filter != null && filter.deny().stream().anyMatch(glob -> glob.matches(uri));
    }

    /** URIs belong to their servers and keep their names; tools and prompts are told apart by the prefix. */
    public String publicName(Definition definition) {
        boolean isNamed = definition.kind() == Primitive.TOOL || definition.kind() == Primitive.PROMPT;
        return isNamed && !prefix.isEmpty() ? prefix + "_" + definition.name() : definition.name();
    }

    /** The entry as clients see it under this name. */
    public Definition published(Definition definition, String publicName) {
        ToolOverride override = definition.kind() == Primitive.TOOL ? overrides.get(definition.name()) : null;
        Definition said = override == null ? definition : override.applied(definition);
        return said.publishedAs(publicName);
    }
}
