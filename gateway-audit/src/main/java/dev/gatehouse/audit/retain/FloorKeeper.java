package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps floors and the database together: reads what others changed, and records what a configuration raised. At once when it
 * is told of either, and a second later when it is not. While the database is away the floors stay as they are.
 */
public final class FloorKeeper implements AutoCloseable {
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final String ACTOR = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(FloorKeeper.class);

    private final Floors floors;
    private final RecordedChange.Place place;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatehouse-floors").daemon().factory());
    private final AtomicBoolean told = new AtomicBoolean();
    private boolean failing;

    private FloorKeeper(Floors floors, RecordedChange.Place place) {
        this.floors = floors;
        this.place = place;
    }

    public static FloorKeeper start(Floors floors, RecordedChange.Place place) {
        FloorKeeper keeper = idle(floors, place);
        var _ = keeper.worker.scheduleWithFixedDelay(keeper::look, 0, EACH.toMillis(), TimeUnit.MILLISECONDS);
        return keeper;
    }

    /** One that looks when it is told to. */
    static FloorKeeper idle(Floors floors, RecordedChange.Place place) {
        return new FloorKeeper(floors, place);
    }

    /** Looks soon; told again meanwhile, it looks once. Does not block; to be told no more before the end. */
    public void soon() {
        if (!worker.isShutdown() && told.compareAndSet(false, true)) {
            worker.execute(() -> {
                told.set(false);
                look();
            });
        }
    }

    void look() {
        try {
            // Before anything that can fail: a configuration that raised something may be gone at the next start.
            floors.keepCopy();
            floors.refresh(place.database());
            if (!floors.raised().isEmpty()) {
                raise();
                floors.refresh(place.database());
            }
            recovered();
        } catch (SQLException | AuditUnavailableException | RuntimeException e) {
            // A task that throws is never run again; whatever went wrong, the floors in memory stay in force.
            failed(e);
        }
    }

    private void raise() throws SQLException, AuditUnavailableException {
        place.change(ACTOR, change -> {
            FloorTable.lock(change.connection());
            Map<Optional<BundleName>, Integer> before = FloorTable.days(change.connection());
            Map<Optional<BundleName>, Integer> after = new HashMap<>(floors.raised());
            after.entrySet().removeIf(one -> one.getValue() <= before.getOrDefault(one.getKey(), 0));
            if (after.isEmpty()) {
                return after;
            }
            Map<Optional<BundleName>, Integer> lower = new HashMap<>(before);
            lower.keySet().retainAll(after.keySet());
            change.record(
                    "audit.retention.raised", "retention", told(after), BeforeAfter.changed(json(lower), json(after)));
            for (Map.Entry<Optional<BundleName>, Integer> one : after.entrySet()) {
                FloorTable.raise(change.connection(), new Floor(one.getKey(), one.getValue(), change.now(), ACTOR));
            }
            return after;
        });
    }

    private static String told(Map<Optional<BundleName>, Integer> days) {
        return byName(days).entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue() + " days at least")
                .collect(Collectors.joining(", "));
    }

    private static Json json(Map<Optional<BundleName>, Integer> days) {
        ObjectWriter object = Json.object();
        byName(days).forEach((name, number) -> object.put(name, number));
        return object.build();
    }

    private static Map<String, Integer> byName(Map<Optional<BundleName>, Integer> days) {
        Map<String, Integer> named = new TreeMap<>();
        days.forEach((bundle, number) -> named.put(Floor.told(bundle), number));
        return named;
    }

    private void failed(Exception e) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "How long records are kept at least cannot be read or raised, staying with what is known: {}",
                    SqlFailure.headline(e));
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("Reading how long records are kept at least again");
        }
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            boolean _ = worker.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
