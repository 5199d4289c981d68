package dev.gatehouse.server.gateway;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.server.alert.AlertReadings;
import dev.gatehouse.server.alert.Alerting;
import dev.gatehouse.server.channel.Channels;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.sink.Sinks;
import java.util.Map;

/** Alerts over the parts of a gateway. */
final class Alarms {
    private Alarms() {}

    static Alerting open(
            Foundation foundation,
            Keeping keeping,
            Sinks sinks,
            Channels channels,
            GatehouseConfig config,
            Clocks clocks) {
        AlertReadings readings = new AlertReadings(
                readings(foundation, keeping),
                foundation.spool().stats(),
                config.limits().auditSpool().bytes(),
                sinks::statuses,
                clocks.wall());
        return new Alerting(foundation.place(clocks), foundation.spool(), readings, foundation.fieldKeys(), channels);
    }

    /** Of a gateway that does not run: nothing is watched, and people can still look and order. */
    static Alerting idle(Foundation foundation, Channels channels, GatehouseConfig config, Clocks clocks) {
        Alerting alerting = new Alerting(
                foundation.place(clocks), foundation.spool(), _ -> Map.of(), foundation.fieldKeys(), channels);
        alerting.adoptChannels(config.audit().alerts());
        return alerting;
    }

    static SpoolReadings readings(Foundation foundation, Keeping keeping) {
        return new SpoolReadings(foundation.spool().stats(), foundation.anchoring(), keeping, foundation.fieldKeys());
    }
}
