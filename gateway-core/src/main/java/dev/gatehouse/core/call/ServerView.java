package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ParamHeaders;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tools of one virtual server at one version of the catalog, by public name. The mapping is kept, never parsed back
 * out of a name.
 */
final class ServerView {
    private final Map<String, PublishedTool> tools;

    private ServerView(Map<String, PublishedTool> tools) {
        this.tools = tools;
    }

    /** On a collision of names neither tool is published: which one a call meant could not be told. */
    static ServerView of(VirtualServer server, Catalog catalog) {
        Map<String, PublishedTool> tools = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Publication publication : server.publications()) {
            for (Definition tool : catalog.listing(publication.upstream()).of(Primitive.TOOL)) {
                if (publication.admits(tool)) {
                    PublishedTool published = publish(publication, tool);
                    tools.put(published.target().publicName(), published);
                    seen.merge(published.target().publicName(), 1, Integer::sum);
                }
            }
        }
        seen.forEach((name, count) -> {
            if (count > 1) {
                tools.remove(name);
            }
        });
        return new ServerView(tools);
    }

    Optional<PublishedTool> find(String publicName) {
        return Optional.ofNullable(tools.get(publicName));
    }

    Collection<PublishedTool> tools() {
        return tools.values();
    }

    private static PublishedTool publish(Publication publication, Definition tool) {
        String publicName = publication.publicName(tool);
        Target target = new Target(Primitive.TOOL, publicName, publication.upstream(), tool.name());
        ParamHeaders repeated = ParamHeaders.of(tool.inputSchema()).orElse(ParamHeaders.NONE);
        return new PublishedTool(target, tool, publication.published(tool, publicName), repeated);
    }
}
