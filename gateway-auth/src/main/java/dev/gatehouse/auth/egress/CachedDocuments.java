package dev.gatehouse.auth.egress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Documents of strangers, each fetched once for as long as its server says, within bounds. What was good stays good for a
 * day while its server is away; what is no document is remembered too, so that asking again makes no traffic.
 *
 * @param <T> what a document says
 */
public final class CachedDocuments<T> {
    static final Duration FRESH_MIN = Duration.ofMinutes(5);
    static final Duration FRESH_MAX = Duration.ofHours(24);
    static final Duration STALE_MAX = Duration.ofHours(24);
    /** Between two tries to reach a server that is away, and between two early looks at one document. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final int DOCUMENTS_MAX = 1_000;

    private final Fetcher fetcher;
    private final BiFunction<String, Json, Looked<T>> reader;
    private final Clocks clocks;
    private final Cache<String, Entry<T>> entries;
    private final Map<String, CompletableFuture<Looked<T>>> underWay = new ConcurrentHashMap<>();

    /** @param reader makes sense of the document at a URL; must not answer {@link Looked.Unavailable} */
    public CachedDocuments(Fetcher fetcher, BiFunction<String, Json, Looked<T>> reader, Clocks clocks) {
        this.fetcher = fetcher;
        this.reader = reader;
        this.clocks = clocks;
        this.entries = Caffeine.newBuilder()
                .maximumSize(DOCUMENTS_MAX)
                .executor(Runnable::run)
                .build();
    }

    /** @param peer on whose account it is fetched, if it must be */
    public Looked<T> at(String url, String peer) {
        Optional<Entry<T>> known = Optional.ofNullable(entries.getIfPresent(url));
        return known.filter(entry -> clocks.nanoTime() - entry.freshUntil() < 0)
                .map(Entry::result)
                .orElseGet(() -> fetched(url, peer, known));
    }

    /** The same, but what is older than half a minute is fetched again: somebody has reason to think that it changed. */
    public Looked<T> latest(String url, String peer) {
        Optional<Entry<T>> known = Optional.ofNullable(entries.getIfPresent(url));
        return known.filter(entry -> clocks.nanoTime() - entry.fetchedAt() < RETRY_AFTER.toNanos())
                .map(Entry::result)
                .orElseGet(() -> fetched(url, peer, known));
    }

    /** Of those who ask at the same time one fetches, and the others wait for it. */
    private Looked<T> fetched(String url, String peer, Optional<Entry<T>> known) {
        CompletableFuture<Looked<T>> mine = new CompletableFuture<>();
        CompletableFuture<Looked<T>> others = underWay.putIfAbsent(url, mine);
        if (others != null) {
            return others.join();
        }
        try {
            mine.complete(fetch(url, peer, known));
        } finally {
            underWay.remove(url, mine);
            mine.complete(new Looked.Unavailable<>("fetching failed"));
        }
        return mine.join();
    }

    private Looked<T> fetch(String url, String peer, Optional<Entry<T>> known) {
        return switch (fetcher.fetch(url, peer)) {
            case Fetched.Document document -> remember(url, read(url, document.body()), bounded(document.maxAge()));
            case Fetched.Forbidden(String why) -> remember(url, new Looked.Nothing<>(why), FRESH_MIN);
            case Fetched.NoDocument(String why) -> remember(url, new Looked.Nothing<>(why), FRESH_MIN);
            case Fetched.Unreachable(String why) ->
                known.flatMap(this::stillGood)
                        .orElseGet(() -> remember(url, new Looked.Unavailable<>(why), RETRY_AFTER));
            // Says nothing about the document, so it is not remembered.
            case Fetched.TooMany(String why) ->
                known.flatMap(this::stillGood).orElseGet(() -> new Looked.Unavailable<>(why));
        };
    }

    private Looked<T> read(String url, byte[] body) {
        try {
            return reader.apply(url, Json.read(body));
        } catch (JsonSyntaxException _) {
            return new Looked.Nothing<>("not JSON");
        }
    }

    private Looked<T> remember(String url, Looked<T> result, Duration freshFor) {
        long now = clocks.nanoTime();
        entries.put(url, new Entry<>(result, now, now + freshFor.toNanos()));
        return result;
    }

    private Optional<Looked<T>> stillGood(Entry<T> known) {
        boolean good =
                known.result() instanceof Looked.Found && clocks.nanoTime() - known.freshUntil() < STALE_MAX.toNanos();
        return good ? Optional.of(known.result()) : Optional.empty();
    }

    private static Duration bounded(Optional<Duration> maxAge) {
        Duration asked = maxAge.orElse(FRESH_MIN);
        if (asked.compareTo(FRESH_MIN) < 0) {
            return FRESH_MIN;
        }
        return asked.compareTo(FRESH_MAX) > 0 ? FRESH_MAX : asked;
    }

    /** Moments are of the monotonic clock, in nanoseconds. */
    private record Entry<T>(Looked<T> result, long fetchedAt, long freshUntil) {}
}
