package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.UpstreamId;

/** What every upstream offers, from memory. */
public interface Catalog {

    /** Grows with every change of any listing; views built from an older version are stale. */
    long version();

    /** Never blocks; {@link Listing#NONE} for an upstream never heard of. */
    Listing listing(UpstreamId upstream);
}
