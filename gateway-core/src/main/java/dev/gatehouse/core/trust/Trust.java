package dev.gatehouse.core.trust;

import java.util.List;
import java.util.Optional;

/**
 * Everything the configuration says about who may vouch for a caller, and who administers the gateway.
 *
 * @param providers where people log in, in file order
 * @param clients those registered beforehand
 * @param issuers other authorization servers whose tokens count here
 */
public record Trust(
        List<IdentityProvider> providers,
        List<RegisteredClient> clients,
        List<TrustedIssuer> issuers,
        Registration registration,
        TokenLifetimes lifetimes,
        Administration administration) {
    public static final Trust NONE =
            new Trust(List.of(), List.of(), List.of(), Registration.DEFAULT, TokenLifetimes.DEFAULT);

    public Trust {
        providers = List.copyOf(providers);
        clients = List.copyOf(clients);
        issuers = List.copyOf(issuers);
    }

    /** One that nobody administers but whoever has the machine. */
    public Trust(
            List<IdentityProvider> providers,
            List<RegisteredClient> clients,
            List<TrustedIssuer> issuers,
            Registration registration,
            TokenLifetimes lifetimes) {
        this(providers, clients, issuers, registration, lifetimes, Administration.NONE);
    }

    public Optional<IdentityProvider> provider(String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    public Optional<RegisteredClient> client(String clientId) {
        return clients.stream()
                .filter(client -> client.clientId().equals(clientId))
                .findFirst();
    }

    public Optional<TrustedIssuer> issuer(String url) {
        return issuers.stream().filter(issuer -> issuer.url().equals(url)).findFirst();
    }
}
