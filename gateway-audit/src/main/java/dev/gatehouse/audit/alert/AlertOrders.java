package dev.gatehouse.audit.alert;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What people say of alerts. */
public final class AlertOrders {
    public static final Duration SILENCE_MAX = Duration.ofDays(30);

    private final RecordedChange.Place place;

    public AlertOrders(RecordedChange.Place place) {
        this.place = place;
    }

    /**
     * Somebody looks after it: it is not told again until it is over.
     *
     * @return false when there is none, or it is over
     */
    public boolean acknowledge(String actor, String id, String reason) throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            Optional<Alert> alert = AlertTable.find(change.connection(), id, true);
            if (alert.isEmpty() || alert.get().overAt().isPresent()) {
                return false;
            }
            String before = alert.get().acknowledgedBy().orElse("");
            change.record(
                    "alert.acknowledge",
                    id,
                    about(alert.get(), reason),
                    BeforeAfter.changed("acknowledgedBy", before, actor));
            AlertTable.acknowledge(change.connection(), id, actor, reason);
            return true;
        });
    }

    /**
     * Nobody is told of it for a while, whether it goes on, is over or comes again.
     *
     * @return until when; empty when there is none
     */
    public Optional<Instant> silence(String actor, String id, Duration time, String reason)
            throws SQLException, AuditUnavailableException {
        return place.change(actor, change -> {
            Optional<Alert> alert = AlertTable.find(change.connection(), id, true);
            if (alert.isEmpty()) {
                return Optional.empty();
            }
            Alert.Silence silence = new Alert.Silence(change.now().plus(time), actor);
            Json after = Json.object()
                    .put("silencedUntil", silence.until().toString())
                    .put("silencedBy", actor)
                    .build();
            BeforeAfter difference = alert.get()
                    .silence()
                    .map(was -> BeforeAfter.changed(
                            Json.object()
                                    .put("silencedUntil", was.until().toString())
                                    .put("silencedBy", was.by())
                                    .build(),
                            after))
                    .orElse(BeforeAfter.created(after));
            change.record("alert.silence", id, about(alert.get(), reason), difference);
            AlertTable.silence(change.connection(), id, silence, reason);
            return Optional.of(silence.until());
        });
    }

    private static String about(Alert alert, String reason) {
        return alert.rule() + ", " + alert.key() + ": " + reason;
    }
}
