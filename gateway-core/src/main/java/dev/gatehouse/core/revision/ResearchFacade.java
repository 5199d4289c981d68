package dev.gatehouse.core.revision;

import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/**
 * The two tools that deep research of ChatGPT expects of every server, {@code search} and {@code fetch}, each standing
 * for a tool of an upstream. They are other words for that tool and nothing more: policies judge the tool itself.
 */
public record ResearchFacade(Optional<Search> search, Optional<Fetch> fetch) {
    public static final ResearchFacade NONE = new ResearchFacade(Optional.empty(), Optional.empty());

    /**
     * @param argument the tool's own argument that takes the query
     * @param results where its answer holds the list of what was found
     * @param entry where an element of that list holds what
     */
    public record Search(UpstreamId upstream, String tool, String argument, JsonPointer results, Places entry) {}

    /** @param argument the tool's own argument that takes the id */
    public record Fetch(UpstreamId upstream, String tool, String argument, Places document, JsonPointer text) {}

    /** Where an answer holds what an entry is called by. */
    public record Places(JsonPointer id, JsonPointer title, JsonPointer url) {}
}
