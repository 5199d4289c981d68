package dev.gatehouse.auth.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of each provider. Read again every hour; while a provider is away, what it said last counts on. Keys are
 * fetched when needed, again for an unknown one, and not more often than twice in half a minute.
 */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final Duration KEYS_KEPT_WITHOUT_PROVIDER = Duration.ofDays(1);
    private static final Duration KEYS_FETCH_EACH_MIN = Duration.ofSeconds(30);

    private final OperatorHttp http;
    private final Clocks clocks;
    /** By issuer: as many as the configuration ever named in the life of this process. */
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    Discovery(OperatorHttp http, Clocks clocks) {
        this.http = http;
        this.clocks = clocks;
    }

    record Known(ProviderMetadata metadata, JWKSource<SecurityContext> keys) {}

    Known of(String issuer) throws ProviderFailedException {
        return entries.computeIfAbsent(issuer, Entry::new).known();
    }

    private ProviderMetadata fetch(String issuer) throws ProviderFailedException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        try {
            OperatorHttp.Response response = http.get(URI.create(base + "/.well-known/openid-configuration"));
            if (response.status() != 200) {
                throw new ProviderFailedException("discovery of " + issuer + ": status " + response.status());
            }
            return ProviderMetadata.parse(issuer, response.body());
        } catch (IOException e) {
            throw new ProviderFailedException("discovery of " + issuer + ": " + e.getMessage());
        }
    }

    private JWKSource<SecurityContext> keys(String issuer, URI jwks) throws ProviderFailedException {
        try {
            return JWKSourceBuilder.<SecurityContext>create(jwks.toURL(), _ -> retrieve(issuer, jwks))
                    // Reading ahead would need a thread of its own; a login can wait for its key.
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_FETCH_EACH_MIN.toMillis())
                    .outageTolerant(KEYS_KEPT_WITHOUT_PROVIDER.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new ProviderFailedException("jwks_uri: " + e.getMessage());
        }
    }

    private Resource retrieve(String issuer, URI jwks) throws IOException {
        OperatorHttp.Response response = http.get(issuer, jwks);
        if (response.status() != 200) {
            throw new IOException("status " + response.status());
        }
        return new Resource(new String(response.body(), StandardCharsets.UTF_8), "application/json");
    }

    /** One provider; whoever asks while it is being read waits, but not longer than the one who reads. */
    private final class Entry {
        private final String issuer;
        private @Nullable Known known;
        private Instant readAgainAt = Instant.MIN;
        private String failure = "";

        Entry(String issuer) {
            this.issuer = issuer;
        }

        synchronized Known known() throws ProviderFailedException {
            if (!clocks.now().isBefore(readAgainAt)) {
                read();
            }
            Known last = known;
            if (last == null) {
                throw new ProviderFailedException(failure);
            }
            return last;
        }

        private void read() {
            try {
                ProviderMetadata metadata = fetch(issuer);
                Known before = known;
                known = before != null && before.metadata().jwks().equals(metadata.jwks())
                        ? new Known(metadata, before.keys())
                        : new Known(metadata, keys(issuer, metadata.jwks()));
                readAgainAt = clocks.now().plus(FRESH);
            } catch (ProviderFailedException e) {
                failure = String.valueOf(e.getMessage());
                readAgainAt = clocks.now().plus(RETRY_AFTER);
                LOG.warn("{}{}", failure, known == null ? "" : "; going on with what it said before");
            }
        }
    }
}
