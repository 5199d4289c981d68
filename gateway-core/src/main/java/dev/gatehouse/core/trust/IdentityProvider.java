package dev.gatehouse.core.trust;

import dev.gatehouse.core.identity.Confidential;
import java.util.List;
import java.util.Optional;

/**
 * Where people of one organisation log in (OpenID Connect Core 1.0), and what may tell us about them (RFC 7644).
 *
 * @param name qualifies the names of its people and groups, so that no provider can speak for another's
 * @param issuer its issuer identifier, compared byte for byte
 * @param scopes asked for at login, {@code openid} among them
 * @param userNameClaim the claim that is a person's name here, {@code preferred_username} or {@code email} as a rule
 * @param acrValues at least one of them is demanded of a login (OpenID Connect Core 1.0 §3.1.2.1); none: any will do
 * @param createsPeople whether a first login makes a person; otherwise only SCIM does
 * @param scimTokens bearer tokens of its SCIM client, two during a rotation; none: it has no SCIM
 */
public record IdentityProvider(
        String name,
        String issuer,
        String clientId,
        Optional<Confidential> clientSecret,
        List<String> scopes,
        String userNameClaim,
        String groupsClaim,
        List<String> acrValues,
        boolean createsPeople,
        List<Confidential> scimTokens) {
    /** What stands in a provider's place with people who have their account here; no provider may be called so. */
    public static final String LOCAL = "local";

    public IdentityProvider {
        scopes = List.copyOf(scopes);
        acrValues = List.copyOf(acrValues);
        scimTokens = List.copyOf(scimTokens);
    }
}
