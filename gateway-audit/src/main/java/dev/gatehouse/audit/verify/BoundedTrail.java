package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The trail in PostgreSQL, read for so long and no longer: of all times, or of one. Of one time it has, for each gateway, the
 * blocks from the last one that was made before it to a last one that is told: their links show whether one between is missing.
 */
public final class BoundedTrail implements Trail {
    private final DatabaseTrail database;
    private final long endNanos;
    private final @Nullable Map<String, Window> windows;

    private BoundedTrail(DatabaseTrail database, long endNanos, @Nullable Map<String, Window> windows) {
        this.database = database;
        this.endNanos = endNanos;
        this.windows = windows;
    }

    /** All of it. */
    public static BoundedTrail whole(DataSource database, Duration within) throws IOException {
        return new BoundedTrail(DatabaseTrail.open(database), System.nanoTime() + within.toNanos(), null);
    }

    /** @param ends of each gateway the last record of a block, after which nothing is read; other gateways are left out */
    public static BoundedTrail from(DataSource database, Instant from, Map<String, Position> ends, Duration within)
            throws IOException {
        DatabaseTrail trail = DatabaseTrail.open(database);
        try {
            Map<String, Window> windows = new TreeMap<>();
            for (Map.Entry<String, Position> end : ends.entrySet()) {
                trail.window(end.getKey(), from, end.getValue())
                        .ifPresent(window -> windows.put(window.gateway(), window));
            }
            return new BoundedTrail(trail, System.nanoTime() + within.toNanos(), windows);
        } catch (IOException e) {
            trail.close();
            throw e;
        }
    }

    @Override
    public Extent extent() {
        return windows == null ? database.extent() : Extent.PART;
    }

    @Override
    public List<String> gateways() throws IOException {
        return windows == null ? database.gateways() : new ArrayList<>(windows.keySet());
    }

    @Override
    public boolean isDropped(int keepDays, LocalDate day) throws IOException {
        return database.isDropped(keepDays, day);
    }

    @Override
    public Entries records(String gateway, Position from) throws IOException {
        Optional<Window> window = window(gateway);
        return new Timed(
                window.isEmpty()
                        ? database.records(gateway, from)
                        : new Filtered(
                                database.records(window.get()),
                                entry -> window.get().holds(entry.position())),
                endNanos);
    }

    @Override
    public Entries blocks(String gateway) throws IOException {
        Optional<Window> window = window(gateway);
        return new Timed(
                window.isEmpty()
                        ? database.blocks(gateway)
                        : new Filtered(database.blocks(window.get()), entry -> isWithin(entry, window.get())),
                endNanos);
    }

    private Optional<Window> window(String gateway) {
        return Optional.ofNullable(windows).map(all -> all.get(gateway));
    }

    /** The header of a block before the first may stand among the records of the first. */
    private static boolean isWithin(Entry entry, Window window) {
        return !(entry instanceof Entry.Found(var row))
                || BlockHeader.read(row.record().head())
                        .map(header -> !window.from().isAfter(header.first()))
                        .orElse(true);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }

    /** Ends with an error when the time is over. */
    private record Timed(Entries all, long endNanos) implements Entries {
        @Override
        public @Nullable Entry next() throws IOException {
            if (System.nanoTime() - endNanos > 0) {
                throw new IOException(
                        "the time for it is over; ask for a shorter period, or run gatehouse audit verify");
            }
            return all.next();
        }

        @Override
        public void close() throws IOException {
            all.close();
        }
    }
}
