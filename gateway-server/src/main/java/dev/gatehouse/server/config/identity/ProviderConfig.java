package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Optional;

/** An OpenID provider: Okta, Entra, Google, OneLogin, Keycloak or another. */
public record ProviderConfig(
        @Doc("Its issuer identifier, as its discovery document has it.") @MayRefer
        String issuer,

        @Doc("The gateway's client id there.") @MayRefer String clientId,

        @Doc("The gateway's client secret there. Left out: the gateway is a public client with PKCE.") @ReferenceOnly
        Optional<Secret> clientSecret,

        @Doc("Scopes asked for at login besides `openid`; none: `profile` and `email`.")
        List<String> scopes,

        @Doc("The claim that is a person's name here.") @Default("preferred_username")
        String userNameClaim,

        @Doc("The claim that lists a person's groups. Where SCIM pushes groups, those count and this does not.")
        @Default("groups")
        String groupsClaim,

        @Doc("Authentication contexts (`acr`), one of which a login must have: for MFA. None: any login will do.")
        List<String> acrValues,

        @Doc("Whether the first login makes a person known. Otherwise only those that SCIM created may log in.")
        @Default("true")
        boolean createUsers,

        @Doc("Its SCIM client, which pushes people and groups to `<publicUrl>/scim/v2`.")
        Optional<ScimConfig> scim) {

    /** The bearer tokens of one SCIM client. */
    public record ScimConfig(
            @Doc("Its bearer token, at least 32 characters.") @ReferenceOnly
            Secret token,

            @Doc("The token before it, while the provider still uses it.") @ReferenceOnly
            Optional<Secret> previousToken) {}
}
