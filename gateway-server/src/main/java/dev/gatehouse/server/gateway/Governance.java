package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.budget.Upkeep;
import dev.gatehouse.policy.catalog.JdbcCatalogStore;
import dev.gatehouse.policy.decision.DecisionHttp;
import dev.gatehouse.policy.decision.Decisions;
import dev.gatehouse.policy.detect.CpuLane;
import dev.gatehouse.policy.limit.Limits;
import dev.gatehouse.policy.script.FetchHttp;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.server.approval.ApprovalParts;
import dev.gatehouse.server.approval.Approving;
import dev.gatehouse.server.approval.Road;
import dev.gatehouse.server.metrics.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What rules draw on and people decide by, put together: approvals, pins, counts, money, and who else is asked. */
final class Governance implements AutoCloseable {
    private final Resources resources = new Resources();
    private final Clocks clocks;
    private final Approving approving;
    private final PinDesk pins;
    private final Provisions provisions;
    private final CatalogStore catalog;

    /**
     * @param scripts runs policy scripts; closed by whoever made it
     * @param revision the one in force, asked whenever it matters
     * @param changed run when lists may look otherwise; not before {@link #watch}
     */
    Governance(
            Foundation foundation,
            ApprovalParts approvals,
            ScriptRunner scripts,
            Supplier<Revision> revision,
            GatewayMetrics metrics,
            Runnable changed) {
        clocks = approvals.place().clocks();
        approving = resources.add(new Approving(approvals));
        pins = resources.add(PinDesk.open(foundation, revision, changed, clocks));
        OperatorHttp http = resources.add(new OperatorHttp(Set::of));
        provisions = new Provisions(
                clocks,
                foundation.auth()::actor,
                approving.approvals(),
                new Limits(clocks, metrics::limited),
                new Budgets(foundation.database().dataSource(), foundation.spool(), clocks, metrics::limited),
                resources.add(new CpuLane()),
                pins.pins(),
                new Decisions(others(http), clocks),
                scripts,
                fetching(http));
        Upkeep upkeep = resources.add(Upkeep.start(provisions.budgets()));
        metrics.watchBudgets(upkeep::shares);
        catalog = pins.over(new JdbcCatalogStore(foundation.database().dataSource()));
    }

    private static DecisionHttp others(OperatorHttp http) {
        return (url, headers, body, within) -> {
            OperatorHttp.Response response = http.post(url, headers, body, within);
            return new DecisionHttp.Reply(response.status(), response.body());
        };
    }

    private static FetchHttp fetching(OperatorHttp http) {
        return (request, url, within) -> {
            OperatorHttp.Response response = http.send(
                    request.method(), url, request.headers(), request.body().getBytes(StandardCharsets.UTF_8), within);
            return new FetchHttp.Response(response.status(), response.body());
        };
    }

    Provisions provisions() {
        return provisions;
    }

    /** Where listings are kept; what comes in is compared with what was approved. */
    CatalogStore catalog() {
        return catalog;
    }

    /** Definitions that wait to be looked at. */
    int pending(UpstreamId upstream) {
        return pins.pending(upstream);
    }

    /** What operators should know of what an upstream offers. */
    List<String> notes(UpstreamId upstream) {
        return pins.notes(upstream);
    }

    /** The pages, for the listener of clients. */
    List<Endpoint> endpoints() {
        return approving.endpoints();
    }

    List<AdminRoute> routes() {
        List<AdminRoute> routes = new ArrayList<>(approving.routes());
        routes.addAll(new BudgetRoutes(provisions.budgets(), clocks).routes());
        routes.addAll(pins.routes().routes());
        return routes;
    }

    /** From now on what upstreams offer is looked at. */
    void watch(Catalog offered) {
        pins.watch(offered);
    }

    /** Another gateway changed something. Does not block. */
    void refreshSoon() {
        pins.soon();
    }

    /** From now on people are told what waits for them, and what they approved is done. */
    void start(Road road) {
        approving.start(road);
    }

    /** The gateway drains: calls of its own are begun no more. */
    void stop() {
        approving.stop();
    }

    @Override
    public void close() {
        resources.close();
    }
}
