package dev.gatehouse.server.explain;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Listing;
import java.util.Optional;

/** What upstreams offered when a gateway last ran, for one that does not run now. Blocks. */
public record StoredCatalog(Revision revision, CatalogStore store) implements Catalog {
    private static final String STORED = "no gateway runs; this is what it offered when one last did";

    @Override
    public long version() {
        return 0;
    }

    @Override
    public Listing listing(UpstreamId upstream) {
        return Optional.ofNullable(revision.upstreams().get(upstream))
                .flatMap(spec -> store.load(upstream, spec.digest()))
                .map(offering -> new Listing(offering, Listing.Health.DEGRADED, STORED))
                .orElse(Listing.NONE);
    }
}
