package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/** Checks that trust goes only to those who can be told from others. */
public final class IdentityChecks {
    private static final KeyPath IDENTITY = KeyPath.of("identity");
    private static final int SCIM_TOKEN_CHARS_MIN = 32;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Report report;

    public IdentityChecks(Report report) {
        this.report = report;
    }

    public void check(IdentityConfig identity) {
        identity.providers().forEach(this::provider);
        identity.issuers().forEach((name, issuer) -> issuer(name, issuer, identity.providers()));
    }

    private void provider(String name, ProviderConfig provider) {
        KeyPath path = IDENTITY.key("providers").key(name);
        if (name.equals(MemberNames.LOCAL)) {
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
