package dev.gatehouse.policy.pin;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Offering;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A store of listings that shows each listing to whoever pins what it says, also one that is replaced a moment later. */
public record PinningCatalogStore(CatalogStore store, BiConsumer<UpstreamId, Offering> sighted)
        implements CatalogStore {

    @Override
    public Optional<Offering> load(UpstreamId upstream, String digest) {
        return store.load(upstream, digest);
    }

    @Override
    public void save(UpstreamId upstream, String digest, Offering offering) {
        sighted.accept(upstream, offering);
        store.save(upstream, digest, offering);
    }
}
