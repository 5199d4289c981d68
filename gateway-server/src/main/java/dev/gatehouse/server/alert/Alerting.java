package dev.gatehouse.server.alert;

import dev.gatehouse.audit.alert.AlertPace;
import dev.gatehouse.audit.alert.AlertParts;
import dev.gatehouse.audit.alert.AlertSettings;
import dev.gatehouse.audit.alert.AlertWatch;
import dev.gatehouse.audit.alert.Readings;
import dev.gatehouse.audit.field.Names;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.server.channel.Channels;
import dev.gatehouse.server.config.AlertsConfig;
import dev.gatehouse.server.masking.KeyMask;
import dev.gatehouse.server.metrics.AlertFigures;
import java.util.List;
import java.util.Optional;

/** The alerts of a running gateway: make one per process, and close it before the journal. */
public final class Alerting implements AlertFigures, AutoCloseable {
    private final Channels channels;
    private final AlertWatch watch;
    private final AlertRoutes routes;

    public Alerting(
            RecordedChange.Place place, AuditSpool spool, Readings readings, SubjectKeys keys, Channels channels) {
        this.channels = channels;
        this.watch = AlertWatch.start(new AlertParts(
                place, spool.gatewayId(), readings, KeyMask::of, name -> Names.forms(keys, name), AlertPace.DEFAULT));
        this.routes = new AlertRoutes(place, watch);
        spool.watch(this::recorded);
    }

    private void recorded(AuditEvent event) {
        watch.accept(event);
    }

    /** From now on these rules hold; without any, nothing is watched. */
    public void adopt(Optional<AlertsConfig> alerts) {
        watch.adopt(alerts.map(config ->
                        new AlertSettings(AlertRules.of(config), config.repeat(), channels.of(config.channels())))
                .orElse(AlertSettings.NOTHING));
    }

    /** Nothing is watched, and channels can be tried. */
    public void adoptChannels(Optional<AlertsConfig> alerts) {
        watch.adopt(alerts.map(config -> new AlertSettings(List.of(), config.repeat(), channels.of(config.channels())))
                .orElse(AlertSettings.NOTHING));
    }

    public List<AdminRoute> routes() {
        return routes.routes();
    }

    @Override
    public int open() {
        return watch.open();
    }

    @Override
    public long untold() {
        return watch.untold();
    }

    @Override
    public long told() {
        return watch.counts().tells();
    }

    @Override
    public long failed() {
        return watch.counts().failures();
    }

    @Override
    public long unseen() {
        return watch.counts().unseens();
    }

    @Override
    public void close() {
        watch.close();
    }
}
