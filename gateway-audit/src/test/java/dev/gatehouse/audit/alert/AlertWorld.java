package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.core.notice.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Gateways that watch, in a hurry, by a clock that is set by hand, and a channel that remembers. */
final class AlertWorld implements AuditJournal {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Duration WITHIN = Duration.ofMinutes(5);
    static final AlertRule FAILED = new AlertRule(
            "failedAuthentication",
            Severity.WARNING,
            Set.of(),
            new AlertCheck.Count(
                    new Match(Set.of(EventType.CALL_REJECTED), Map.of(), List.of()),
                    List.of(Field.PEER),
                    false,
                    10,
                    WITHIN),
            "failed");

    private static final AlertPace HASTY =
            new AlertPace(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(1), Duration.ofMillis(1));

    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    final Clocks clocks = new Clocks(now::get, System::nanoTime);
    final List<Notice> told = new CopyOnWriteArrayList<>();
    final List<AuditEvent.Administered> recorded = new CopyOnWriteArrayList<>();
    volatile boolean isAway;
    volatile Map<Gauge, Map<String, Double>> figures = Map.of();

    final Channel ops = notice -> {
        if (isAway) {
            throw new IOException("away");
        }
        told.add(notice);
    };

    AlertWatch gateway(String name, DataSource database, AlertRule... rules) {
        AlertWatch watch = AlertWatch.start(new AlertParts(
                place(database), name, gauge -> figures.getOrDefault(gauge, Map.of()), text -> text, List::of, HASTY));
        watch.adopt(new AlertSettings(List.of(rules), Duration.ofHours(1), Map.of("ops", ops)));
        return watch;
    }

    RecordedChange.Place place(DataSource database) {
        return new RecordedChange.Place(database, this, clocks);
    }

    void later(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    static void fail(AlertWatch gateway, String peer, int times) {
        for (int i = 0; i < times; i++) {
            gateway.accept(new AuditEvent.CallRejected(NOON, Optional.empty(), peer, "expired", 1));
        }
    }

    /** What was told, as program and people would tell them apart. */
    List<String> events() {
        return told.stream()
                .map(notice -> notice.json().text("event").orElseThrow())
                .toList();
    }

    List<String> actions() {
        return recorded.stream().map(AuditEvent.Administered::action).toList();
    }

    @Override
    public Receipt append(AuditEvent event) {
        recorded.add((AuditEvent.Administered) event);
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }
}
