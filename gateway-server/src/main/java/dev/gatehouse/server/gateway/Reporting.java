package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.report.AccessWatch;
import dev.gatehouse.server.report.ReportRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Puts reports together, for a gateway that runs and for one that does not. */
final class Reporting {
    private Reporting() {}

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
