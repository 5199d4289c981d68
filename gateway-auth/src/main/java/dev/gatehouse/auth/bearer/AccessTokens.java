package dev.gatehouse.auth.bearer;

import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Mints our access tokens: RFC 9068 JWTs, one caller, one virtual server, minutes. */
public final class AccessTokens {
    /** No configuration makes a token last longer. */
    public static final Duration LIFETIME_MAX = Duration.ofHours(1);

    static final String TYPE = "at+jwt";

    private final String issuer;
    private final SigningKeys keys;
    private final Clocks clocks;

    /** @param issuer what tokens name as {@code iss} */
    public AccessTokens(String issuer, SigningKeys keys, Clocks clocks) {
        this.issuer = issuer;
        this.keys = keys;
        this.clocks = clocks;
    }

    /** @param id the {@code jti}, which the audit trail keeps in place of the token */
    public record Minted(String token, String id, String audience, Instant issuedAt, Instant expiresAt) {
        @Override
        public String toString() {
            return "Minted[" + id + "]";
        }
    }

    /**
     * A token for this caller. It says who, not what they may do: groups and bundles are looked up when it is presented.
     *
     * @param actor the agent that a person's token was given to (RFC 8693 §4.1)
     */
    public Minted mint(Principal principal, Optional<String> actor, String audience, Duration lifetime) {
        Instant now = clocks.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(lifetime);
        String id = UUID.randomUUID().toString();
        ObjectWriter claims = Json.object()
                .put("iss", issuer)
                .put("sub", principal.subject())
                .put("kind", Claims.word(principal.kind()))
                .put("aud", audience)
                .put("client_id", principal.clientId())
                .put("scope", String.join(" ", principal.scopes()))
                .putIf("bundle", chosen(principal).map(BundleName::value))
                .putIf("sid", principal.grant())
                .put("iat", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("jti", id);
        actor.ifPresent(
                agent -> claims.put("act", Json.object().put("sub", agent).build()));
        return new Minted(keys.sign(TYPE, claims.build()), id, audience, now, expiresAt);
    }

    /** Only a person chooses; where an agent belongs is looked up like everything else. */
    private static Optional<BundleName> chosen(Principal principal) {
        return principal.kind() == Principal.Kind.USER ? principal.bundle() : Optional.empty();
    }
}
