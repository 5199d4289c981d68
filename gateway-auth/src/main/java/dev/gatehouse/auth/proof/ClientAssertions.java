package dev.gatehouse.auth.proof;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.client.ClientKeyFinder;
import dev.gatehouse.auth.client.ClientKeys;
import dev.gatehouse.auth.egress.Looked;
import dev.gatehouse.core.call.Clocks;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies {@code private_key_jwt} (RFC 7523 §3): signed by the client's key, for us, short-lived, and used once. */
public final class ClientAssertions {
    /** What a client may sign with, by the names of RFC 7518; published in our metadata. */
    public static final List<String> ALGORITHMS = List.of("ES256", "ES384", "PS256", "RS256");

    static final Duration LIFETIME_MAX = Duration.ofMinutes(5);
    /** How far a client's clock may be from ours. */
    static final Duration SKEW_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ClientAssertions.class);
    private static final int ID_CHARS_MAX = 256;
    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("client-authentication+jwt"));

    private final Set<String> audiences;
    private final ClientKeyFinder finder;
    private final UsedAssertions used;
    private final Clocks clocks;

    /** @param audiences our names, of which an assertion must have one and may have several */
    public ClientAssertions(Set<String> audiences, ClientKeyFinder finder, UsedAssertions used, Clocks clocks) {
        this.audiences = Set.copyOf(audiences);
        this.finder = finder;
        this.used = used;
        this.clocks = clocks;
    }

    /** Empty when the assertion proves the client. */
    Optional<ClientCheck.Refused> problem(ClientProof.Assertion assertion, ClientKeys keys, String peer) {
        String clientId = assertion.clientId();
        try {
            JWTClaimsSet claims = assertion.jwt().getJWTClaimsSet();
            Optional<String> wrong = wrongIn(assertion.jwt().getHeader()).or(() -> wrongIn(claims, clientId));
            if (wrong.isPresent()) {
                return wrong.map(why -> ClientCheck.Refused.notProved(clientId, why));
            }
            Optional<ClientCheck.Refused> unsigned = unsigned(assertion, keys, peer);
            return unsigned.isPresent() ? unsigned : replayed(clientId, claims);
        } catch (ParseException _) {
            return Optional.of(ClientCheck.Refused.notProved(clientId, "the assertion's claims are malformed"));
        }
    }

    /** Nothing that a header could point to is ever looked at. */
    private static Optional<String> wrongIn(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm().getName())) {
            return Optional.of("the assertion is signed with another algorithm than we take");
        }
        if (header.getCriticalParams() != null || header.getJWK() != null || header.getJWKURL() != null) {
            return Optional.of("the assertion's header asks for what we do not do");
        }
        return header.getType() == null || TYPES.contains(header.getType())
                ? Optional.empty()
                : Optional.of("the assertion is a token of another kind");
    }

    private Optional<String> wrongIn(JWTClaimsSet claims, String clientId) {
        Instant now = clocks.now();
        List<String> audience = claims.getAudience();
        Date expiry = claims.getExpirationTime();
        if (!clientId.equals(claims.getIssuer()) || !clientId.equals(claims.getSubject())) {
            return Optional.of("iss and sub of the assertion are not both the client id");
        }
        if (audience.isEmpty() || !audiences.containsAll(audience)) {
            return Optional.of("the assertion is not for us, or not for us alone");
        }
        if (expiry == null || !now.minus(SKEW_MAX).isBefore(expiry.toInstant())) {
            return Optional.of("the assertion expired, or never does");
        }
        if (expiry.toInstant().isAfter(now.plus(LIFETIME_MAX).plus(SKEW_MAX))) {
            return Optional.of("the assertion lives too long");
        }
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            return Optional.of("the assertion is from the future");
        }
        String id = claims.getJWTID();
        return id == null || id.isEmpty() || id.length() > ID_CHARS_MAX
                ? Optional.of("the assertion has no usable jti")
                : Optional.empty();
    }

    private static boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(SKEW_MAX));
    }

    private Optional<ClientCheck.Refused> unsigned(ClientProof.Assertion assertion, ClientKeys keys, String peer) {
        Looked<JWKSet> known = finder.find(keys, peer);
        Looked<JWKSet> found = known instanceof Looked.Found<JWKSet>(JWKSet set)
                        && candidates(set, assertion.jwt()).isEmpty()
                ? finder.findLatest(keys, peer)
                : known;
        return switch (found) {
            case Looked.Found<JWKSet>(JWKSet set) ->
                isSigned(assertion.jwt(), set)
                        ? Optional.empty()
                        : Optional.of(ClientCheck.Refused.notProved(
                                assertion.clientId(), "no key of the client signed the assertion"));
            case Looked.Nothing<JWKSet>(String why) ->
                Optional.of(ClientCheck.Refused.notProved(assertion.clientId(), "keys: " + why));
            case Looked.Unavailable<JWKSet> _ ->
                Optional.of(ClientCheck.Refused.unavailable(
                        assertion.clientId(), "the client's keys cannot be fetched now"));
        };
    }

    private static List<JWK> candidates(JWKSet set, SignedJWT jwt) {
        return new JWKSelector(JWKMatcher.forJWSHeader(jwt.getHeader())).select(set);
    }

    private static boolean isSigned(SignedJWT jwt, JWKSet set) {
        return candidates(set, jwt).stream().anyMatch(key -> isSignedBy(jwt, key));
    }

    private static boolean isSignedBy(SignedJWT jwt, JWK key) {
        try {
            JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
            return JWSAlgorithm.Family.EC.contains(algorithm)
                    ? jwt.verify(new ECDSAVerifier(key.toECKey()))
                    : jwt.verify(new RSASSAVerifier(key.toRSAKey()));
        } catch (JOSEException _) {
            return false;
        }
    }

    private Optional<ClientCheck.Refused> replayed(String clientId, JWTClaimsSet claims) {
        try {
            Instant until = claims.getExpirationTime().toInstant().plus(SKEW_MAX);
            return used.isFirst(clientId, claims.getJWTID(), until)
                    ? Optional.empty()
                    : Optional.of(ClientCheck.Refused.notProved(clientId, "the assertion was used before"));
        } catch (SQLException e) {
            LOG.warn("An assertion cannot be noted: database unavailable (SQLState {})", e.getSQLState());
            return Optional.of(ClientCheck.Refused.unavailable(clientId, "assertions cannot be verified now"));
        }
    }
}
