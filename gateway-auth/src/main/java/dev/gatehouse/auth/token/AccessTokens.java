package dev.gatehouse.auth.token;

import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Mints our access tokens: RFC 9068 JWTs, one agent, one virtual server, ten minutes. */
final class AccessTokens {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final String TYPE = "at+jwt";

    private final Issuer issuer;
    private final SigningKeys keys;
    private final Clocks clocks;

    AccessTokens(Issuer issuer, SigningKeys keys, Clocks clocks) {
        this.issuer = issuer;
        this.keys = keys;
        this.clocks = clocks;
    }

    /** @param id the {@code jti}, which the audit trail keeps in place of the token */
    record Minted(String token, String id, String audience, Instant issuedAt, Instant expiresAt) {
        @Override
        public String toString() {
            return "Minted[" + id + "]";
        }
    }

    Minted mint(Grant.Allowed grant) {
        Instant now = clocks.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(LIFETIME);
        String id = UUID.randomUUID().toString();
        String audience = grant.server().mcpUrl();
        Json claims = Json.object()
                .put("iss", issuer.url())
                .put("sub", grant.client().agent().value())
                .put("aud", audience)
                .put("client_id", grant.client().clientId())
                .put("scope", String.join(" ", grant.scopes()))
                .put("iat", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("jti", id)
                .build();
        return new Minted(keys.sign(TYPE, claims), id, audience, now, expiresAt);
    }
}
