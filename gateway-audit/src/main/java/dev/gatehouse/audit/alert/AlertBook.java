package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The alerts that this gateway sees going on. Bounded: of more than fit, the worst are kept. Any thread may ask. */
final class AlertBook {
    static final int OPEN_MAX = 1_000;

    private final Map<String, Entry> open = new HashMap<>();
    private final LongAdder left = new LongAdder();

    private static final class Entry {
        private final AlertRule rule;
        private final String key;
        private final Instant raisedAt;
        private String text = "";
        private Instant seenAt;
        private long times;
        private long unsaid;
        private @Nullable Instant saidAt;
        private Standing standing = Standing.NEW;
        /** Told here, and the database does not know. */
        private boolean toldAlone;

        Entry(AlertRule rule, String key, Instant now) {
            this.rule = rule;
            this.key = key;
            this.raisedAt = now;
            this.seenAt = now;
        }

        Sighted sighted() {
            Optional<Instant> told = toldAlone ? standing.toldAt() : Optional.empty();
            return new Sighted(rule, Alert.id(rule.name(), key), key, text, raisedAt, seenAt, unsaid, told);
        }
    }

    /** Where there is no room for it, it is counted. */
    synchronized void sighted(AlertRule rule, String key, String text, Instant now) {
        String id = Alert.id(rule.name(), key);
        if (!open.containsKey(id) && open.size() >= OPEN_MAX && !makesRoom(rule.severity())) {
            left.increment();
            return;
        }
        Entry entry = open.computeIfAbsent(id, _ -> new Entry(rule, key, now));
        entry.text = text;
        entry.seenAt = now;
        entry.times++;
        entry.unsaid++;
    }

    private boolean makesRoom(Severity severity) {
        Optional<Map.Entry<String, Entry>> least = open.entrySet().stream()
                .filter(entry -> entry.getValue().rule.severity().compareTo(severity) > 0)
                .max(Comparator.comparing(entry -> entry.getValue().rule.severity()));
        least.ifPresent(entry -> {
            open.remove(entry.getKey());
            left.increment();
        });
        return least.isPresent();
    }

    /** What the database has to be told: what is new to it at once, what goes on every so often. The worst first. */
    synchronized List<Sighted> due(Instant now, Duration every) {
        List<Entry> due = new ArrayList<>();
        for (Entry entry : open.values()) {
            if (entry.unsaid > 0 && (entry.saidAt == null || !now.isBefore(entry.saidAt.plus(every)))) {
                due.add(entry);
            }
        }
        due.sort(Comparator.comparing(entry -> entry.rule.severity()));
        return due.stream().map(Entry::sighted).toList();
    }

    /** The database knows, and says how it stands. */
    synchronized void said(Sighted sighted, Standing standing, Instant now) {
        Entry entry = open.get(sighted.id());
        if (entry != null) {
            entry.unsaid -= sighted.times();
            entry.saidAt = now;
            entry.standing = standing;
            entry.toldAlone = false;
        }
    }

    /** The database is away: whether it is news has to be decided here. */
    synchronized Standing.News decide(Sighted sighted, Instant now, Duration repeat) {
        Entry entry = open.get(sighted.id());
        if (entry == null) {
            return Standing.News.NONE;
        }
        Standing.News news = entry.standing.news(now, repeat);
        if (news != Standing.News.NONE) {
            entry.standing = entry.standing.told(now);
            entry.toldAlone = true;
        }
        return news;
    }

    /**
     * Takes out what is over.
     *
     * @param alone whether the database is away: else, what it does not know yet stays
     * @return those that were told and that nobody else will say are over
     */
    synchronized List<Alert> ended(Instant now, boolean alone) {
        List<Alert> ended = new ArrayList<>();
        open.values().removeIf(entry -> {
            boolean over = !now.isBefore(entry.seenAt.plus(entry.rule.holds())) && (alone || entry.unsaid == 0);
            if (over && alone && entry.standing.toldAt().isPresent()) {
                ended.add(alert(entry, Optional.of(now)));
            }
            return over;
        });
        return ended;
    }

    synchronized List<Alert> all() {
        return open.values().stream()
                .map(entry -> alert(entry, Optional.empty()))
                .toList();
    }

    synchronized int size() {
        return open.size();
    }

    /** How many were not taken in, or given up for worse ones. */
    long left() {
        return left.sum();
    }

    private static Alert alert(Entry entry, Optional<Instant> overAt) {
        return new Alert(
                Alert.id(entry.rule.name(), entry.key),
                entry.rule.name(),
                entry.key,
                entry.rule.severity(),
                entry.text,
                entry.raisedAt,
                entry.seenAt,
                entry.times,
                entry.standing.toldAt(),
                overAt,
                Optional.empty(),
                entry.standing.silencedUntil().map(until -> new Alert.Silence(until, "")),
                Optional.empty());
    }
}
