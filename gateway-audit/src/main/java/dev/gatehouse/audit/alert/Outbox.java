package dev.gatehouse.audit.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notices for which there was no database. Bounded: of more than fit, the worst are kept. Any thread may use it. */
final class Outbox {
    private static final int MAX = 1_000;

    private final List<Parcel> parcels = new ArrayList<>();

    /** The one that had to go for it, which may be itself. */
    synchronized Optional<Parcel> add(Parcel parcel) {
        parcels.add(parcel);
        if (parcels.size() <= MAX) {
            return Optional.empty();
        }
        Parcel least = parcels.stream().max(Parcel.WORST_FIRST).orElseThrow();
        parcels.remove(least);
        return Optional.of(least);
    }

    /** Takes out those that are due, the worst first. */
    synchronized List<Parcel> take(Instant now, int max) {
        List<Parcel> due = parcels.stream()
                .filter(parcel -> !parcel.dueAt().isAfter(now))
                .sorted(Parcel.WORST_FIRST)
                .limit(max)
                .toList();
        parcels.removeAll(due);
        return due.stream().map(Parcel::taken).toList();
    }

    synchronized int size() {
        return parcels.size();
    }
}
