package dev.gatehouse.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts our own access tokens and nothing else. An ES256 verification costs some 0.3 ms, so what it proved is kept for
 * up to a minute; expiry, audience, key and agent are asked anew on every request, so revocation does not wait for that.
 */
public final class TokenAuthenticator implements Authenticator, Standing {
    /** How far clocks of our own replicas may be apart. */
    static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int VERIFIED_MAX = 100_000;
    private static final Duration VERIFIED_FOR = Duration.ofSeconds(60);

    private final Issuer issuer;
    private final SigningKeys keys;
    private final AgentRoster roster;
    private final Clocks clocks;
    private final Cache<TokenDigest, VerifiedToken> verified;

    public TokenAuthenticator(Issuer issuer, SigningKeys keys, AgentRoster roster, Clocks clocks) {
        this.issuer = issuer;
        this.keys = keys;
        this.roster = roster;
        this.clocks = clocks;
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
        VerifiedToken known = verified.getIfPresent(digest);
        if (known != null) {
            return judge(known, audiences);
        }
        Optional<CompactJws> jws = CompactJws.parse(token.value());
        if (jws.isEmpty()) {
            return rejected("not a token of ours");
        }
        if (!keys.verify(jws.get().keyId(), jws.get().signed(), jws.get().signature())) {
            return rejected("signature does not verify");
        }
        Optional<Claims> claims = Claims.read(jws.get().payload()).filter(this::isPlausible);
        if (claims.isEmpty()) {
            return rejected("claims are not those of our access tokens");
        }
        VerifiedToken fresh = verified(jws.get().keyId(), claims.get());
        verified.put(digest, fresh);
        return judge(fresh, audiences);
    }

    @Override
    public boolean isLive(Principal principal) {
        return switch (principal.kind()) {
            case AGENT -> roster.isLive(new AgentName(principal.subject()), principal.clientId());
            case ANONYMOUS -> true;
            case USER -> false;
        };
    }

    private boolean isPlausible(Claims claims) {
        return claims.issuer().equals(issuer.url())
                && !claims.issuedAt().isAfter(clocks.now().plus(LEEWAY))
                && claims.expiresAt().isAfter(claims.issuedAt())
                && !claims.expiresAt().isAfter(claims.issuedAt().plus(AccessTokens.LIFETIME));
    }

    private Authentication judge(VerifiedToken token, Set<String> audiences) {
        Instant now = clocks.now();
        if (!now.isBefore(token.principal().expiresAt())) {
            return rejected("token expired");
        }
        if (!audiences.contains(token.audience())) {
            return rejected("token is for another resource");
        }
        if (!keys.trusts(token.keyId())) {
            return rejected("signing key is retired");
        }
        return roster.isLive(token.agent(), token.principal().clientId())
                ? token.accepted()
                : rejected("agent is revoked or gone");
    }

    private VerifiedToken verified(String keyId, Claims claims) {
        Principal principal = new Principal(
                Principal.Kind.AGENT,
                issuer.url(),
                claims.subject().value(),
                claims.clientId(),
                Set.of(),
                claims.scopes(),
                claims.expiresAt().plus(LEEWAY));
        return new VerifiedToken(keyId, claims.audience(), claims.subject(), principal);
    }

    private static Authentication rejected(String reason) {
        return new Authentication.Rejected(Challenge.invalid(reason));
    }
}
