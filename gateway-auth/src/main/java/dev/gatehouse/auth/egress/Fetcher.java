package dev.gatehouse.auth.egress;

import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches JSON documents from URLs that strangers name. Only https, only public addresses, each host resolved once and
 * every address it has checked, no redirect followed; a host that the operator allows may be anywhere, on any port.
 */
public final class Fetcher {
    public static final int DOCUMENT_MAX_BYTES = 16 * 1024;
    /** From the question to the last byte. */
    public static final Duration WITHIN = Duration.ofSeconds(5);
    /** For one peer that makes us fetch. */
    public static final int PER_PEER_AND_MINUTE_MAX = 10;
    /** For all peers together. */
    public static final int AT_A_TIME_MAX = 4;

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[, ])max-age=\"?([0-9]{1,9})");

    private final StrangersHttps https;
    private final LeakyBuckets<String> perPeer;
    private final Semaphore atATime = new Semaphore(AT_A_TIME_MAX);

    /** @param intranetHosts each {@code host} or {@code host:port}, asked on every fetch */
    public Fetcher(Supplier<Set<String>> intranetHosts, Clocks clocks) {
        this(new StrangersHttps(intranetHosts), clocks);
    }

    Fetcher(StrangersHttps https, Clocks clocks) {
        this.https = https;
        this.perPeer = new LeakyBuckets<>(
                PER_PEER_AND_MINUTE_MAX, Duration.ofMinutes(1).dividedBy(PER_PEER_AND_MINUTE_MAX), clocks);
    }

    /** Whether the URL could ever be fetched; says nothing about where its host is. */
    public boolean allows(String url) {
        return https.allowed(url).isPresent();
    }

    /** @param peer on whose account the fetch goes */
    public Fetched fetch(String url, String peer) {
        Optional<NamedUrl> named = https.allowed(url);
        if (named.isEmpty()) {
            return new Fetched.Forbidden("not a plain https URL of a public host");
        }
        if (!perPeer.take(peer, PER_PEER_AND_MINUTE_MAX)) {
            return new Fetched.TooMany("more than " + PER_PEER_AND_MINUTE_MAX + " documents a minute");
        }
        if (!atATime.tryAcquire()) {
            return new Fetched.TooMany("more than " + AT_A_TIME_MAX + " documents at a time");
        }
        FutureTask<Fetched> task = new FutureTask<>(() -> fetch(named.get()));
        Thread.ofVirtual().name("gatehouse-fetch").start(() -> {
            try {
                task.run();
            } finally {
                // Not by whoever waits: a name server that never answers would free places without being done.
                atATime.release();
            }
        });
        return await(task);
    }

    private static Fetched await(FutureTask<Fetched> task) {
        try {
            return task.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            return new Fetched.Unreachable("no answer within " + WITHIN.toSeconds() + " s");
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Fetched.Unreachable("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("fetching failed", e.getCause());
        }
    }

    private Fetched fetch(NamedUrl url) {
        try {
            return judge(https.send(url, Optional.empty(), DOCUMENT_MAX_BYTES));
        } catch (StrangersHttps.ForbiddenException e) {
            return new Fetched.Forbidden(String.valueOf(e.getMessage()));
        } catch (UnknownHostException _) {
            return new Fetched.Unreachable("the host is unknown");
        } catch (HttpResponse.TooLargeException _) {
            return new Fetched.NoDocument("more than " + DOCUMENT_MAX_BYTES + " bytes");
        } catch (IOException e) {
            return new Fetched.Unreachable("no answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Fetched judge(HttpResponse response) {
        int status = response.status();
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            return new Fetched.Unreachable("status " + status);
        }
        if (status != OK) {
            return new Fetched.NoDocument("status " + status);
        }
        if (!isJson(response.header("content-type").orElse(""))
                || response.header("content-encoding").isPresent()) {
            return new Fetched.NoDocument("not plain JSON");
        }
        return new Fetched.Document(
                response.body(), maxAge(response.header("cache-control").orElse("")));
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static Optional<Duration> maxAge(String cacheControl) {
        String directives = cacheControl.toLowerCase(Locale.ROOT);
        if (directives.contains("no-store") || directives.contains("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = MAX_AGE.matcher(directives);
        return matcher.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
