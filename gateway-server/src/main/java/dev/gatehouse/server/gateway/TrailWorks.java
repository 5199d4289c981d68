package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.search.WordIndex;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipSettings;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.server.alert.Alerting;
import dev.gatehouse.server.channel.Channels;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.metrics.GatewayMetrics;
import dev.gatehouse.server.sink.Sinks;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the trail behind the spool: brought to PostgreSQL, kept, indexed, taken elsewhere, watched and asked. */
final class TrailWorks implements AutoCloseable {
    private final Resources resources = new Resources();
    private final Foundation foundation;
    private final Clocks clocks;
    private final Keeping keeping;
    private final Sinks sinks;
    private final Alerting alerts;

    /** Brings and keeps from now on; {@link #adopt} begins the rest. */
    TrailWorks(Foundation foundation, Channels channels, GatehouseConfig config, Clocks clocks) {
        this.foundation = foundation;
        this.clocks = clocks;
        resources.add(AuditShipper.start(
                foundation.spool(), foundation.database().dataSource(), ShipSettings.DEFAULT, clocks));
        resources.add(WordIndex.start(foundation.database().dataSource()));
        keeping = resources.add(new Keeping(foundation, config, clocks));
        sinks = resources.add(new Sinks(foundation.database()::apart, foundation.spool(), clocks));
        alerts = resources.add(Alarms.open(foundation, keeping, sinks, channels, config, clocks));
    }

    /** Takes records to these sinks and watches for these alerts. */
    void adopt(GatehouseConfig config) {
        sinks.adopt(config.audit().sinks());
        alerts.adopt(config.audit().alerts());
    }

    /** Another configuration is in force. */
    void published(GatehouseConfig config) {
        keeping.published(config);
        adopt(config);
    }

    /** Somebody changed something in the database. Does not block. */
    void refreshSoon() {
        keeping.soon();
        foundation.fieldKeys().refreshSoon();
    }

    Sinks sinks() {
        return sinks;
    }

    /** What is in force in the place of what the configuration says. */
    List<String> warnings() {
        return keeping.warnings();
    }

    List<AdminRoute> routes(Reloads reloads) {
        List<AdminRoute> routes = new ArrayList<>(keeping.routes());
        routes.addAll(Reporting.trail(foundation, reloads.config(), clocks).routes());
        routes.addAll(Reporting.routes(foundation, reloads::current, reloads::config, clocks));
        routes.addAll(alerts.routes());
        return routes;
    }

    void watchedBy(GatewayMetrics metrics) {
        metrics.watchAudit(Alarms.readings(foundation, keeping));
        metrics.watchSinks(sinks::statuses);
        metrics.watchAlerts(alerts);
    }

    @Override
    public void close() {
        resources.close();
    }
}
