package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.JOSEObjectType;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.util.Set;
import java.util.function.Predicate;

/** What another issuer can be trusted with; each use takes its own sorts of token (RFC 8725 §3.11). */
public enum TrustedUse {
    /** Its access tokens open virtual servers (RFC 9068). */
    ACCESS(TrustedIssuer::accessTokens, Set.of("at+jwt", "application/at+jwt")),
    /** Its identity assertions are good for a token of ours (ID-JAG). */
    ASSERTION(TrustedIssuer::assertions, Set.of("oauth-id-jag+jwt", "application/oauth-id-jag+jwt")),
    /** Its access tokens can be exchanged (RFC 8693). */
    EXCHANGE_ACCESS(TrustedIssuer::exchange, Set.of("at+jwt", "application/at+jwt")),
    /** Its ID tokens can be exchanged; OpenID Connect gives them no type of their own. */
    EXCHANGE_ID(TrustedIssuer::exchange, Set.of("JWT", ""));

    private final Predicate<TrustedIssuer> granted;
    private final Set<String> types;

    TrustedUse(Predicate<TrustedIssuer> granted, Set<String> types) {
        this.granted = granted;
        this.types = types;
    }

    boolean isGranted(TrustedIssuer issuer) {
        return granted.test(issuer);
    }

    boolean takes(JOSEObjectType type) {
        return types.contains(type == null ? "" : type.getType());
    }
}
