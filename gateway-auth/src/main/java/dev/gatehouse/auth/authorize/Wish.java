package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.token.Scopes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A well-formed authorization request (RFC 6749 §4.1.1). Nobody agreed to it yet.
 *
 * @param way where its answer goes
 * @param challenge PKCE, S256
 * @param resource as asked for; empty from clients that know no resource metadata, whose person chooses
 * @param prompts as OpenID Connect Core 1.0 §3.1.2.1 has them
 */
record Wish(
        OAuthClient client,
        WayBack way,
        String challenge,
        Optional<String> resource,
        List<String> scopes,
        Set<String> prompts) {

    /** The person must be asked, whatever they agreed to before. */
    boolean mustAsk() {
        return prompts.contains("consent")
                || scopes.stream().anyMatch(Scopes.ADMIN::contains)
                || client.origin() != OAuthClient.Origin.REGISTERED
                || (client.isPublic() && way.isLoopback());
    }

    boolean mayNotAsk() {
        return prompts.contains("none");
    }

    boolean wantsFreshLogin() {
        return prompts.contains("login");
    }
}
