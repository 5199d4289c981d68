package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.JOSEObjectType;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What another issuer can be trusted with; each use takes its own sorts of token (RFC 8725 §3.11). */
public enum TrustedUse {
    /** Its access tokens open virtual servers (RFC 9068). */
    ACCESS,
    /** Its identity assertions are good for a token of ours (ID-JAG). */
    ASSERTION,
    /** Its access tokens can be exchanged (RFC 8693). */
    EXCHANGE_ACCESS,
    /** Its ID tokens can be exchanged; OpenID Connect gives them no type of their own. */
    EXCHANGE_ID;

    private static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt");
    private static final Set<String> ID_JAG = Set.of("oauth-id-jag+jwt", "application/oauth-id-jag+jwt");
    private static final Set<String> UNTYPED = Set.of("JWT", "");

    boolean isGranted(TrustedIssuer issuer) {
        return switch (this) {
            case ACCESS -> issuer.accessTokens();
            case ASSERTION -> issuer.assertions();
            case EXCHANGE_ACCESS, EXCHANGE_ID -> issuer.exchange();
        };
    }

    boolean takes(@Nullable JOSEObjectType type) {
        String name = type == null ? "" : type.getType();
        return switch (this) {
            case ACCESS, EXCHANGE_ACCESS -> ACCESS_TOKEN.contains(name);
            case ASSERTION -> ID_JAG.contains(name);
            case EXCHANGE_ID -> UNTYPED.contains(name);
        };
    }
}
