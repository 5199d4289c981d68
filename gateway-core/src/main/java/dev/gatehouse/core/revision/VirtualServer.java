package dev.gatehouse.core.revision;

import dev.gatehouse.core.mcp.ServerName;
import java.util.List;
import java.util.Set;

/**
 * What one URL publishes.
 *
 * @param mcpUrl the canonical resource of the Streamable HTTP endpoint
 * @param sseUrl the same server's legacy endpoint; both are one audience
 * @param publications in file order, which is the order of lists
 * @param facade the tools {@code search} and {@code fetch}, where the file asks for them
 */
public record VirtualServer(
        ServerName name,
        String mcpUrl,
        String sseUrl,
        String instructions,
        List<Publication> publications,
        ResearchFacade facade) {
    public VirtualServer {
        publications = List.copyOf(publications);
    }

    /** One without a facade. */
    public VirtualServer(
            ServerName name, String mcpUrl, String sseUrl, String instructions, List<Publication> publications) {
        this(name, mcpUrl, sseUrl, instructions, publications, ResearchFacade.NONE);
    }

    /** Every URI a token may name to be good here. */
    public Set<String> audiences() {
        return Set.of(mcpUrl, sseUrl);
    }
}
