package dev.gatehouse.auth.bearer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.rate.FirstUses;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.digest.TokenDigest;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts our own access tokens, and those of issuers that the configuration trusts with that. An ES256 verification costs
 * some 0.3 ms, so what it proved is kept for up to a minute; expiry, audience, key and whom it is about are asked anew on
 * every request, so revocation does not wait for that.
 */
public final class TokenAuthenticator implements Authenticator {
    /** How far clocks of our own replicas may be apart. */
    public static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int VERIFIED_MAX = 100_000;
    private static final Duration VERIFIED_FOR = Duration.ofSeconds(60);

    private final String issuer;
    private final SigningKeys keys;
    private final ForeignTokens foreign;
    private final Bearers bearers;
    private final Clocks clocks;
    private final Cache<TokenDigest, VerifiedToken> verified;
    private final FirstUses<TokenDigest> uses;

    /** @param issuer what our own tokens name as {@code iss} */
    public TokenAuthenticator(String issuer, SigningKeys keys, ForeignTokens foreign, Bearers bearers, Clocks clocks) {
        this.issuer = issuer;
        this.keys = keys;
        this.foreign = foreign;
        this.bearers = bearers;
        this.clocks = clocks;
        this.uses = new FirstUses<>(clocks);
        this.verified = Caffeine.newBuilder()
                .maximumSize(VERIFIED_MAX)
                .expireAfterWrite(VERIFIED_FOR)
                .ticker(clocks::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Authentication authenticate(AccessToken token, Set<String> audiences) {
        if (token.value().length() > AccessToken.CHARS_MAX) {
            return rejected("token too long");
        }
        TokenDigest digest = TokenDigest.of(token.value());
        return switch (verify(token, digest)) {
            case Verification.Verified(VerifiedToken known) -> noted(digest, judge(known, audiences));
            case Verification.Failed(Challenge challenge) -> new Authentication.Rejected(challenge);
        };
    }

    /** What a token of ours says, if it is good now, wherever it is for (RFC 7662). */
    public Optional<Inspection> inspect(AccessToken token) {
        return token.value().length() <= AccessToken.CHARS_MAX
                        && verify(token, TokenDigest.of(token.value()))
                                instanceof Verification.Verified(VerifiedToken known)
                        && known.proof() instanceof VerifiedToken.Proof.Ours
                        && judge(known, known.audiences())
                                instanceof Authentication.Authenticated(Principal principal, boolean _)
                ? Optional.of(Inspection.of(known, principal))
                : Optional.empty();
    }

    private sealed interface Verification {
        record Verified(VerifiedToken token) implements Verification {}

        record Failed(Challenge challenge) implements Verification {
            static Failed because(String reason) {
                return new Failed(Challenge.invalid(reason));
            }
        }
    }

    private Authentication noted(TokenDigest digest, Authentication judged) {
        return judged instanceof Authentication.Authenticated(Principal principal, boolean _) && uses.isFirst(digest)
                ? new Authentication.Authenticated(principal, true)
                : judged;
    }

    private Verification verify(AccessToken token, TokenDigest digest) {
        VerifiedToken known = verified.getIfPresent(digest);
        if (known != null) {
            return new Verification.Verified(known);
        }
        Verification fresh = verifyAnew(token.value());
        if (fresh instanceof Verification.Verified(VerifiedToken good)) {
            verified.put(digest, good);
        }
        return fresh;
    }

    /** A token under a key of ours is ours or nobody's: what fails here is not tried elsewhere. */
    private Verification verifyAnew(String token) {
        Optional<CompactJws> jws = CompactJws.parse(token).filter(parsed -> keys.trusts(parsed.keyId()));
        if (jws.isEmpty()) {
            return foreign(token);
        }
        if (!keys.verify(jws.get().keyId(), jws.get().signed(), jws.get().signature())) {
            return Verification.Failed.because("signature does not verify");
        }
        return Claims.read(jws.get().payload())
                .filter(this::isPlausible)
                .<Verification>map(claims -> new Verification.Verified(VerifiedToken.ours(
                        jws.get().keyId(), claims, claims.expiresAt().plus(LEEWAY))))
                .orElseGet(() -> Verification.Failed.because("claims are not those of our access tokens"));
    }

    private Verification foreign(String token) {
        return switch (foreign.read(token)) {
            case ForeignTokens.Reading.Good(ForeignTokens.Foreign good) ->
                new Verification.Verified(VerifiedToken.foreign(good));
            case ForeignTokens.Reading.Bad(String reason) -> Verification.Failed.because(reason);
            case ForeignTokens.Reading.Unavailable(String reason) ->
                new Verification.Failed(new Challenge(Challenge.Kind.UNAVAILABLE, reason));
        };
    }

    private boolean isPlausible(Claims claims) {
        return claims.issuer().equals(issuer)
                && !claims.issuedAt().isAfter(clocks.now().plus(LEEWAY))
                && claims.expiresAt().isAfter(claims.issuedAt())
                && !claims.expiresAt().isAfter(claims.issuedAt().plus(AccessTokens.LIFETIME_MAX));
    }

    private Authentication judge(VerifiedToken token, Set<String> audiences) {
        if (!clocks.now().isBefore(token.expiresAt())) {
            return rejected("token expired");
        }
        if (token.audiences().stream().noneMatch(audiences::contains)) {
            return rejected("token is for another resource");
        }
        if (token.proof() instanceof VerifiedToken.Proof.Ours(String keyId) && !keys.trusts(keyId)) {
            return rejected("signing key is retired");
        }
        return bearers.judge(token);
    }

    static Authentication rejected(String reason) {
        return new Authentication.Rejected(Challenge.invalid(reason));
    }
}
