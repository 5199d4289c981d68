package dev.gatehouse.server.gateway;

import dev.gatehouse.server.admin.DiskPace;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.server.sink.Sinks;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a running gateway looks at to say whether traffic should come, and what somebody should look at. */
record Readiness(Foundation foundation, DiskPace disk, Sinks sinks, BooleanSupplier draining) {
    List<ReadyCheck> checks() {
        return List.of(
                ReadyCheck.of("serving", this::servingState),
                ReadyCheck.of("audit", this::auditState),
                disk,
                ReadyCheck.of("seal", this::sealState),
                ReadyCheck.of("sinks", sinks::state),
                ReadyCheck.of("database", this::databaseState));
    }

    private ReadyCheck.State servingState() {
        return draining.getAsBoolean() ? ReadyCheck.State.notReady("draining") : ReadyCheck.State.READY;
    }

    private ReadyCheck.State auditState() {
        return foundation.spool().stats().isAccepting()
                ? ReadyCheck.State.READY
                : ReadyCheck.State.notReady("the audit spool takes no records");
    }

    private ReadyCheck.State sealState() {
        return foundation.spool().stats().isSealing()
                ? ReadyCheck.State.READY
                : ReadyCheck.State.degraded("the audit trail is recorded but not sealed: restart the gateway");
    }

    /** Calls need no database, so one that is away keeps no traffic away. */
    private ReadyCheck.State databaseState() {
        return foundation
                .database()
                .outage()
                .map(why -> ReadyCheck.State.degraded("PostgreSQL is away, calls go on without it: " + why))
                .orElse(ReadyCheck.State.READY);
    }
}
