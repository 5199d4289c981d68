package dev.gatehouse.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.gatehouse.core.trust.IdentityProvider;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies ID tokens (OpenID Connect Core 1.0 §3.1.3.7). */
final class IdTokens {
    static final int CHARS_MAX = 64 * 1024;

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(1);
    /** An ID token is redeemed as soon as it is issued. */
    private static final Duration AGE_MAX = Duration.ofMinutes(10);

    private IdTokens() {}

    sealed interface Reading {
        record Good(JWTClaimsSet claims) implements Reading {}

        record Bad(String why) implements Reading {}
    }

    static Reading read(
            String token, JWKSource<SecurityContext> keys, IdentityProvider provider, String nonce, Instant now)
            throws ProviderFailedException {
        if (token.length() > CHARS_MAX) {
            return new Reading.Bad("ID token longer than " + CHARS_MAX + " characters");
        }
        try {
            JWTClaimsSet claims = processor(keys).process(SignedJWT.parse(token), null);
            return objection(claims, provider, nonce, now)
                    .<Reading>map(Reading.Bad::new)
                    .orElseGet(() -> new Reading.Good(claims));
        } catch (RemoteKeySourceException _) {
            throw new ProviderFailedException("the keys of " + provider.issuer() + " cannot be fetched");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return new Reading.Bad("ID token not verified (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static DefaultJWTProcessor<SecurityContext> processor(JWKSource<SecurityContext> keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // The claims are checked below, by our clock.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        return processor;
    }

    private static Optional<String> objection(JWTClaimsSet claims, IdentityProvider provider, String nonce, Instant now)
            throws ParseException {
        if (!provider.issuer().equals(claims.getIssuer())) {
            return Optional.of("ID token of another issuer");
        }
        if (!claims.getAudience().contains(provider.clientId()) || !isAuthorizedParty(claims, provider.clientId())) {
            return Optional.of("ID token for another client");
        }
        if (!nonce.equals(claims.getStringClaim("nonce"))) {
            return Optional.of("ID token of another login");
        }
        if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
            return Optional.of("ID token without a subject");
        }
        return isTimely(claims, now) ? Optional.empty() : Optional.of("ID token expired, or not of this time");
    }

    /** The client that it was issued to: must be ours when named, and be named when there are several audiences. */
    private static boolean isAuthorizedParty(JWTClaimsSet claims, String clientId) throws ParseException {
        String party = claims.getStringClaim("azp");
        List<String> audience = claims.getAudience();
        return party == null ? audience.size() == 1 : party.equals(clientId);
    }

    private static boolean isTimely(JWTClaimsSet claims, Instant now) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Date from = claims.getNotBeforeTime();
        Instant latest = now.plus(CLOCKS_DIFFER_MAX);
        Instant earliest = now.minus(CLOCKS_DIFFER_MAX);
        return issued != null
                && expires != null
                && expires.toInstant().isAfter(earliest)
                && !issued.toInstant().isAfter(latest)
                && !issued.toInstant().isBefore(earliest.minus(AGE_MAX))
                && (from == null || !from.toInstant().isAfter(latest));
    }
}
