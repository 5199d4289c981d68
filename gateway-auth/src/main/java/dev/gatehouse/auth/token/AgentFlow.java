package dev.gatehouse.auth.token;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Client credentials (RFC 6749 §4.4): an agent gets a token for itself, from memory alone. */
final class AgentFlow {
    private final Issuer issuer;

    AgentFlow(Issuer issuer) {
        this.issuer = issuer;
    }

    Grant decide(Revision revision, AgentClient client, Form form) {
        Optional<List<String>> scopes = Scopes.requested(form.value("scope"));
        if (scopes.isEmpty()) {
            return Grant.refused(OAuthError.unknownScope(Scopes.ALL));
        }
        if (form.value("resource").isEmpty()) {
            return Targets.missing();
        }
        Principal agent = client.principal(issuer.url(), Set.copyOf(scopes.get()), Optional.empty(), Instant.MAX);
        Optional<BundleName> missing = revision.missingBundle(agent);
        if (missing.isPresent()) {
            return Grant.refused(
                    OAuthError.Code.INVALID_TARGET,
                    "bundle " + missing.get() + " of this agent is not in the configuration");
        }
        return Targets.granted(revision, agent, form.value("resource").get())
                .<Grant>map(
                        server -> new Grant.Allowed(agent, server, scopes.get(), Optional.empty(), Optional.empty()))
                .orElseGet(Targets::unknown);
    }
}
