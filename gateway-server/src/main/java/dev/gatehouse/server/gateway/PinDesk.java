package dev.gatehouse.server.gateway;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.Pins;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.policy.pin.NameWatch;
import dev.gatehouse.policy.pin.PinKeeper;
import dev.gatehouse.policy.pin.PinOrders;
import dev.gatehouse.policy.pin.PinParts;
import dev.gatehouse.policy.pin.PinningCatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The governance of what upstreams offer, put together. */
final class PinDesk implements AutoCloseable {
    private final PinParts parts;
    private final PinKeeper keeper;
    private final PinOrders orders;
    private final NameWatch names;

    private PinDesk(PinParts parts, PinKeeper keeper, PinOrders orders, NameWatch names) {
        this.parts = parts;
        this.keeper = keeper;
        this.orders = orders;
        this.names = names;
    }

    /** @param changed run when lists may look otherwise; not before {@link #watch} */
    static PinDesk open(Foundation foundation, Supplier<Revision> revision, Runnable changed, Clocks clocks) {
        PinParts parts = PinParts.open(place(foundation, clocks), foundation.pinFile());
        NameWatch names = new NameWatch(revision, foundation.spool(), clocks);
        return new PinDesk(
                parts,
                new PinKeeper(parts, () -> revision.get().updates(), changed, names::look),
                orders(parts, revision, changed),
                names);
    }

    /** For a gateway that does not run. */
    static PinRoutes routes(Foundation foundation, Supplier<Revision> revision, Clocks clocks) {
        PinParts parts = PinParts.open(place(foundation, clocks), foundation.pinFile());
        return new PinRoutes(orders(parts, revision, () -> {}));
    }

    private static RecordedChange.Place place(Foundation foundation, Clocks clocks) {
        return new RecordedChange.Place(foundation.database().dataSource(), foundation.spool(), clocks);
    }

    private static PinOrders orders(PinParts parts, Supplier<Revision> revision, Runnable changed) {
        return new PinOrders(
                parts.place(),
                parts.board(),
                upstream -> revision.get().updates().getOrDefault(upstream, UpdatePolicy.AUTO),
                changed);
    }

    Supplier<Pins> pins() {
        return parts.board();
    }

    /** The store as the catalog uses it. */
    CatalogStore over(CatalogStore store) {
        return new PinningCatalogStore(store, keeper::sighted);
    }

    void watch(Catalog catalog) {
        keeper.watch(catalog);
    }

    /** Somebody changed something. Does not block. */
    void soon() {
        keeper.soon();
    }

    PinRoutes routes() {
        return new PinRoutes(orders);
    }

    int pending(UpstreamId upstream) {
        return parts.board().pending().getOrDefault(upstream, 0);
    }

    /** What operators should know of what an upstream offers. */
    List<String> notes(UpstreamId upstream) {
        List<String> notes = new ArrayList<>();
        int pending = pending(upstream);
        if (pending > 0) {
            notes.add(pending + " definitions wait for a decision: gatehouse pin list " + upstream);
        }
        notes.addAll(names.notes(upstream));
        return notes;
    }

    @Override
    public void close() {
        keeper.close();
    }
}
