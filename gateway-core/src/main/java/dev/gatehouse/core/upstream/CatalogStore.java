package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.ToolDefinition;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.List;
import java.util.Optional;

/** Keeps listings across restarts. May block and may fail; a failure costs freshness after a restart, never a call. */
public interface CatalogStore {

    /** The last listing saved for this upstream under this configuration digest. */
    Optional<List<ToolDefinition>> load(UpstreamId upstream, String digest);

    void save(UpstreamId upstream, String digest, List<ToolDefinition> tools);
}
