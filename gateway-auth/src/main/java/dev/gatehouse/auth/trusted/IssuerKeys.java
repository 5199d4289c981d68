package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public keys of trusted issuers: fetched when they are needed, kept, fetched again for a key id that is not among them,
 * though not more often than every so often, and kept in use while their issuer is away.
 */
public final class IssuerKeys {
    /** How long fetched keys are taken for the issuer's current ones: a key withdrawn there works here that much longer. */
    static final Duration KEPT = Duration.ofMinutes(15);

    /** How long they are used on while they cannot be fetched anew. */
    static final Duration OUTAGE_MAX = Duration.ofHours(24);

    /** Unknown key ids cost the issuer no more than two fetches in such a time, whoever invents them. */
    static final Duration FETCHED_EACH = Duration.ofSeconds(30);

    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final IssuerDocuments documents;
    private final Map<TrustedIssuer, JWKSource<SecurityContext>> sources = new ConcurrentHashMap<>();

    public IssuerKeys(IssuerDocuments documents) {
        this.documents = documents;
    }

    /** Bounded by the issuers that configurations ever named. */
    JWKSource<SecurityContext> of(TrustedIssuer issuer) {
        return sources.computeIfAbsent(issuer, this::source);
    }

    private JWKSource<SecurityContext> source(TrustedIssuer issuer) {
        return JWKSourceBuilder.create(url(issuer), _ -> documents.jwks(issuer))
                .cache(KEPT.toMillis(), WAIT_MAX.toMillis())
                .refreshAheadCache(false)
                .rateLimited(FETCHED_EACH.toMillis())
                .outageTolerant(OUTAGE_MAX.toMillis())
                .build();
    }

    /** Only a name here: what is fetched, the documents decide. */
    private static URL url(TrustedIssuer issuer) {
        try {
            return URI.create(issuer.jwksUri().orElse(issuer.url())).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("issuer: " + issuer.url() + " (expected: an https URL)", e);
        }
    }
}
