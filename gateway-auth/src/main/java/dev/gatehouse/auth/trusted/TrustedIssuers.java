package dev.gatehouse.auth.trusted;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.gatehouse.auth.bearer.ForeignTokens;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Verifies what issuers named in the configuration signed. Which one is asked is what the token claims, and only its own keys
 * can make that true.
 */
public final class TrustedIssuers implements ForeignTokens {
    /** Longer-lived ones are refused: nobody here could withdraw them. */
    private static final Duration LIFETIME_MAX = Duration.ofHours(24);

    /** Asymmetric ones: with any other, whoever knows the public key could sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);

    /** Nothing of a header is used but these; {@code x5t} is sent along with {@code kid} by some and means no more. */
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid", "x5t");

    private final Supplier<Revision> revisions;
    private final IssuerKeys keys;
    private final Clocks clocks;

    public TrustedIssuers(Supplier<Revision> revisions, IssuerKeys keys, Clocks clocks) {
        this.revisions = revisions;
        this.keys = keys;
        this.clocks = clocks;
    }

    @Override
    public Reading read(String token) {
        return switch (verify(token, TrustedUse.ACCESS)) {
            case Words.Bad(String reason) -> new Reading.Bad(reason);
            case Words.Unavailable(String reason) -> new Reading.Unavailable(reason);
            case Words.Good good -> foreign(good);
        };
    }

    private static Reading foreign(Words.Good good) {
        Optional<String> clientId = good.claims().text("client_id");
        Optional<String> scope = good.claims().text("scope");
        Optional<String> id = good.claims().text("jti");
        return clientId.isEmpty() || scope.isEmpty() || id.isEmpty()
                ? new Reading.Bad("claims are not those of an access token")
                : new Reading.Good(new Foreign(
                        good.issuer().url(),
                        good.subject(),
                        good.audiences(),
                        clientId.get(),
                        Set.of(scope.get().split(" ")),
                        id.get(),
                        good.issuedAt(),
                        good.expiresAt()));
    }

    /** Whether one of the issuers that are trusted with this use signed it, for now. */
    public Words verify(String token, TrustedUse use) {
        boolean trusted = revisions.get().trust().issuers().stream().anyMatch(use::isGranted);
        if (!trusted || token.length() > AccessToken.CHARS_MAX) {
            return new Words.Bad("not a token of ours");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            Json claims = Json.read(jwt.getPayload().toBytes());
            Optional<TrustedIssuer> issuer =
                    claims.text("iss").flatMap(revisions.get().trust()::issuer).filter(use::isGranted);
            if (issuer.isEmpty()) {
                return new Words.Bad("issuer is not trusted with this");
            }
            return hasGoodHeader(jwt.getHeader(), use)
                    ? verify(jwt, claims, issuer.get())
                    : new Words.Bad("header is not one of the tokens taken for this");
        } catch (ParseException | JsonSyntaxException | IllegalArgumentException _) {
            return new Words.Bad("not a signed token");
        }
    }

    private static boolean hasGoodHeader(JWSHeader header, TrustedUse use) {
        return HEADER.containsAll(header.getIncludedParams())
                && header.getKeyID() != null
                && ALGORITHMS.contains(header.getAlgorithm())
                && use.takes(header.getType());
    }

    private Words verify(SignedJWT jwt, Json claims, TrustedIssuer issuer) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier((_, _) -> {});
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.of(issuer)));
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        try {
            processor.process(jwt, null);
        } catch (KeySourceException e) {
            return new Words.Unavailable(
                    "keys of the issuer cannot be fetched (" + e.getClass().getSimpleName() + ")");
        } catch (BadJOSEException | JOSEException _) {
            return new Words.Bad("signature does not verify");
        }
        return inTime(claims, issuer);
    }

    private Words inTime(Json claims, TrustedIssuer issuer) {
        Optional<ForeignClaims> read = ForeignClaims.read(claims);
        return read.isEmpty() || !read.get().isInTime(clocks.now(), TokenAuthenticator.LEEWAY, LIFETIME_MAX)
                ? new Words.Bad("claims are missing, malformed or out of their time")
                : new Words.Good(
                        issuer,
                        read.get().subject(),
                        read.get().audiences(),
                        read.get().issuedAt(),
                        read.get().expiresAt(),
                        claims);
    }
}
