package dev.gatehouse.server.config.identity;

import dev.gatehouse.auth.client.ClientKeySet;
import dev.gatehouse.auth.client.RedirectUris;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Checks that trust goes only to those who can be told from others. */
public final class IdentityChecks {
    private static final KeyPath IDENTITY = KeyPath.of("identity");
    private static final int SCIM_TOKEN_CHARS_MIN = 32;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,62}");
    private static final Set<String> BROWSERS_OWN = Set.of(
            "http", "https", "javascript", "data", "file", "blob", "about", "vbscript", "view-source", "ws", "wss");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::(?!443$)[1-9][0-9]{0,4})?");

    private final Report report;

    public IdentityChecks(Report report) {
        this.report = report;
    }

    public void check(IdentityConfig identity) {
        identity.providers().forEach(this::provider);
        registration(identity.registration());
        identity.clients().forEach((id, client) -> client(id, client, identity.registration()));
        identity.issuers().forEach((name, issuer) -> issuer(name, issuer, identity.providers()));
    }

    private void provider(String name, ProviderConfig provider) {
        KeyPath path = IDENTITY.key("providers").key(name);
        if (name.equals(IdentityProvider.LOCAL)) {
            report.problem(path, "`local` names those who are administered here");
        }
        address(path.key("issuer"), provider.issuer());
        provider.scim().ifPresent(scim -> {
            if (scim.token().reveal().length() < SCIM_TOKEN_CHARS_MIN) {
                report.problem(
                        path.key("scim").key("token"), "is shorter than " + SCIM_TOKEN_CHARS_MIN + " characters");
            }
        });
    }

    private void issuer(String name, IssuerConfig issuer, Map<String, ProviderConfig> providers) {
        KeyPath path = IDENTITY.key("issuers").key(name);
        address(path.key("url"), issuer.url());
        issuer.jwksUri().ifPresent(uri -> address(path.key("jwksUri"), uri));
        if (!providers.containsKey(issuer.provider())) {
            report.problem(path.key("provider"), "`" + issuer.provider() + "` is not in `identity.providers`");
        }
    }

    private void registration(RegistrationConfig registration) {
        KeyPath path = IDENTITY.key("registration");
        each(path.key("redirectSchemes"), registration.redirectSchemes(), (at, scheme) -> {
            if (!SCHEME.matcher(scheme).matches() || BROWSERS_OWN.contains(scheme)) {
                report.problem(at, "expected a private-use scheme (RFC 8252 §7.1), found `" + scheme + "`");
            }
        });
        each(path.key("intranetHosts"), registration.intranetHosts(), (at, host) -> {
            if (!HOST.matcher(host).matches()) {
                report.problem(at, "expected a host name in lower case, with a port where it is not 443");
            }
        });
    }

    private void client(String id, ClientConfig client, RegistrationConfig registration) {
        KeyPath path = IDENTITY.key("clients").key(id);
        if (client.redirectUris().isEmpty()) {
            report.problem(path.key("redirectUris"), "names no URI");
        }
        each(path.key("redirectUris"), client.redirectUris(), (at, uri) -> {
            if (!RedirectUris.isAcceptable(uri, registration.redirectSchemes())) {
                report.problem(
                        at,
                        "expected https, http to a loopback address, or a scheme of `registration.redirectSchemes`");
            }
        });
        client.jwks().ifPresent(jwks -> keys(path.key("jwks"), jwks));
    }

    /** Keys of a client or an agent. */
    public void keys(KeyPath path, String jwks) {
        if (ClientKeySet.parse(jwks).isEmpty()) {
            report.problem(path, "expected a JWK set of public keys, P-256, P-384 or RSA of 2048 to 4096 bits");
        }
    }

    private static void each(KeyPath list, List<String> values, BiConsumer<KeyPath, String> check) {
        for (int i = 0; i < values.size(); i++) {
            check.accept(list.index(i), values.get(i));
        }
    }

    /** Plain http is for a provider on this very machine, as in a test. */
    private void address(KeyPath path, String text) {
        try {
            URI uri = new URI(text);
            boolean plain = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (!plain && !("https".equals(uri.getScheme()) && uri.getHost() != null)) {
                report.problem(path, "expected an https URL");
            }
        } catch (URISyntaxException _) {
            report.problem(path, "expected an https URL");
        }
    }
}
