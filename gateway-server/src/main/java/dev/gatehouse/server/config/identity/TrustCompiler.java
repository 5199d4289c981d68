package dev.gatehouse.server.config.identity;

import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.RegisteredClient;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.TokenLifetimes;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.core.trust.TrustedIssuer;
import dev.gatehouse.server.config.bind.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the trust that a checked configuration describes. */
public final class TrustCompiler {
    private static final List<String> SCOPES = List.of("profile", "email");

    /** Known without a word in the file, which may say otherwise. */
    private static final RegisteredClient CHATGPT = new RegisteredClient(
            "chatgpt-mcp-client",
            "ChatGPT",
            List.of("https://chatgpt.com/connector_platform_oauth_redirect", "https://chat.openai.com/oauth/callback"),
            Optional.empty(),
            Optional.empty());

    private TrustCompiler() {}

    public static Trust compile(IdentityConfig config, Administration administration) {
        RegistrationConfig registration = config.registration();
        TokensConfig tokens = config.tokens();
        return new Trust(
                config.providers().entrySet().stream()
                        .map(entry -> provider(entry.getKey(), entry.getValue()))
                        .toList(),
                clients(config.clients()),
                config.issuers().values().stream().map(TrustCompiler::issuer).toList(),
                new Registration(
                        registration.dynamic(),
                        registration.unusedFor(),
                        registration.metadataDocuments(),
                        registration.redirectSchemes(),
                        Set.copyOf(registration.intranetHosts())),
                new TokenLifetimes(tokens.access(), tokens.refreshIdle(), tokens.refreshMax()),
                administration);
    }

    private static IdentityProvider provider(String name, ProviderConfig provider) {
        List<Confidential> scimTokens = new ArrayList<>();
        provider.scim().ifPresent(scim -> {
            scimTokens.add(revealed(scim.token()));
            scim.previousToken().ifPresent(previous -> scimTokens.add(revealed(previous)));
        });
        Set<String> scopes = new LinkedHashSet<>();
        scopes.add("openid");
        scopes.addAll(provider.scopes().isEmpty() ? SCOPES : provider.scopes());
        return new IdentityProvider(
                name,
                provider.issuer(),
                provider.clientId(),
                provider.clientSecret().map(TrustCompiler::revealed),
                List.copyOf(scopes),
                provider.userNameClaim(),
                provider.groupsClaim(),
                provider.acrValues(),
                provider.createUsers(),
                scimTokens);
    }

    private static List<RegisteredClient> clients(Map<String, ClientConfig> clients) {
        List<RegisteredClient> all = new ArrayList<>();
        clients.forEach((clientId, client) -> all.add(client(clientId, client)));
        if (!clients.containsKey(CHATGPT.clientId())) {
            all.add(CHATGPT);
        }
        return all;
    }

    private static RegisteredClient client(String clientId, ClientConfig client) {
        return new RegisteredClient(
                clientId,
                client.name(),
                client.redirectUris(),
                client.secret().map(TrustCompiler::revealed),
                client.jwks());
    }

    private static TrustedIssuer issuer(IssuerConfig issuer) {
        return new TrustedIssuer(
                issuer.url(),
                issuer.jwksUri(),
                issuer.provider(),
                issuer.accessTokens(),
                issuer.assertions(),
                issuer.exchange());
    }

    private static Confidential revealed(Secret secret) {
        return new Confidential(secret.reveal());
    }
}
