package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class FleetCatalogTest {
    private static final UpstreamId ID = new UpstreamId("files");
    private static final int CHANGES = 20_000;

    /** Views are kept by version: one made of the old listing would stay. */
    @Test
    void whoever_reads_a_version_reads_no_listing_before_it() throws Exception {
        try (Changes changes = new Changes();
                FleetCatalog catalog = new FleetCatalog(new Forgetful(), changes);
                var threads = Executors.newSingleThreadExecutor()) {
            Future<?> changing = threads.submit(() -> {
                for (int change = 1; change <= CHANGES; change++) {
                    catalog.health(ID, Listing.Health.DEGRADED, Integer.toString(change));
                }
            });
            while (catalog.version() < CHANGES) {
                long version = catalog.version();
                assertThat(change(catalog.listing(ID))).isGreaterThanOrEqualTo(version);
            }
            changing.get();
        }
    }

    private static long change(Listing listing) {
        return listing.equals(Listing.NONE) ? 0 : Long.parseLong(listing.detail());
    }

    private static final class Forgetful implements CatalogStore {
        @Override
        public Optional<Offering> load(UpstreamId upstream, String digest) {
            return Optional.empty();
        }

        @Override
        public void save(UpstreamId upstream, String digest, Offering offering) {}
    }
}
