package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/** Keeps listings across restarts. May block and may fail; a failure costs freshness after a restart, never a call. */
public interface CatalogStore {

    /** The last offering saved for this upstream under this configuration digest. */
    Optional<Offering> load(UpstreamId upstream, String digest);

    void save(UpstreamId upstream, String digest, Offering offering);
}
