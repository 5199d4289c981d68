package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.search.Usage;
import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.budget.Cost;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.report.AccessWatch;
import dev.gatehouse.server.report.ReportRoutes;
import dev.gatehouse.server.trail.TrailRoutes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts reports together, for a gateway that runs and for one that does not. */
final class Reporting {
    private Reporting() {}

    /** The trail with what its calls cost. */
    static TrailRoutes trail(Foundation foundation, GatehouseConfig config, Clocks clocks) {
        Budgets ledger = new Budgets(foundation.database().dataSource(), foundation.spool(), clocks, Refusals.UNSEEN);
        return new TrailRoutes(
                foundation.place(clocks),
                foundation.fieldKeys(),
                config.audit().fields().classes(),
                (by, from, to) -> costs(ledger, foundation.auth(), by, from, to));
    }

    /** People are known to the trail by their ids, and to the ledger by their names. */
    private static Map<String, String> costs(Budgets ledger, Auth auth, Usage.By by, LocalDate from, LocalDate to)
            throws SQLException {
        Cost.By column = switch (by) {
            case AGENT -> Cost.By.AGENT;
            case USER -> Cost.By.CALLER;
            case BUNDLE -> Cost.By.BUNDLE;
            case TOOL -> Cost.By.TOOL;
            case UPSTREAM -> Cost.By.UPSTREAM;
        };
        Map<String, String> usd = ledger.costs(column, from, to).stream()
                .collect(Collectors.toMap(Cost::of, cost -> cost.usd().toString(), (one, _) -> one));
        return by == Usage.By.USER ? byId(usd, auth) : usd;
    }

    private static Map<String, String> byId(Map<String, String> usd, Auth auth) {
        return auth.everybody()
                .filter(person -> usd.containsKey(person.name()))
                .collect(Collectors.toMap(
                        person -> person.id().toString(), person -> Objects.requireNonNull(usd.get(person.name()))));
    }

    /** Keeps from now on who may call what. */
    static AccessWatch watch(Foundation foundation, Reloads reloads, Catalog catalog, Clocks clocks) {
        return AccessWatch.start(
                reloads::config, reloads::current, catalog, foundation.auth(), foundation.place(clocks));
    }

    static List<AdminRoute> routes(
            Foundation foundation, Supplier<Revision> revision, Supplier<GatehouseConfig> config, Clocks clocks) {
        // What the configuration names cannot change without a restart.
        List<Path> anchors = config.get().audit().anchors().stream()
                .flatMap(anchor -> anchor.file().stream())
                .toList();
        return new ReportRoutes(
                        foundation.place(clocks),
                        () -> revision.get().id(),
                        foundation.data().auditPublicKeys(),
                        anchors)
                .routes();
    }
}
