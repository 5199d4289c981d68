package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/** The live upstreams. They outlive revisions: a reload leaves alone what it did not change. */
@FunctionalInterface
public interface Upstreams {
    Optional<Upstream> find(UpstreamId id);
}
