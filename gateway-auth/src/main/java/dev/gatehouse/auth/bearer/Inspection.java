package dev.gatehouse.auth.bearer;

import dev.gatehouse.core.identity.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * A good token of ours, taken apart.
 *
 * @param audience the URL of a virtual server
 * @param grant what it rests on, where a person agreed to something
 */
public record Inspection(
        Principal principal, String id, String audience, Optional<String> grant, Instant issuedAt, Instant expiresAt) {

    static Inspection of(VerifiedToken token, Principal principal) {
        return new Inspection(
                principal,
                token.id(),
                token.audiences().iterator().next(),
                principal.grant(),
                token.issuedAt(),
                token.expiresAt().minus(TokenAuthenticator.LEEWAY));
    }
}
