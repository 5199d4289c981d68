package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person agreed to on the consent page.
 *
 * @param clientName as the page showed it
 * @param target the virtual server, or the admin API, by its name
 * @param bundle the one that was chosen; empty where there was no choice
 */
public record Consent(
        UUID id,
        PersonId person,
        String clientId,
        String clientName,
        String redirectUri,
        String target,
        Optional<BundleName> bundle,
        List<String> scopes,
        Instant grantedAt) {
    public Consent {
        scopes = List.copyOf(scopes);
    }

    /** For the trail. */
    public Json told() {
        return Json.object()
                .put("person", person.toString())
                .put("client", clientId)
                .put("clientName", clientName)
                .put("redirectUri", redirectUri)
                .put("target", target)
                .putIf("bundle", bundle.map(BundleName::value))
                .put("scopes", Json.ofStrings(scopes))
                .put("grantedAt", grantedAt.toString())
                .build();
    }

    /** Whether a request of this kind was agreed to already. */
    public boolean covers(String otherClient, String otherRedirect, String otherTarget, List<String> otherScopes) {
        return clientId.equals(otherClient)
                && redirectUri.equals(otherRedirect)
                && target.equals(otherTarget)
                && scopes.containsAll(otherScopes);
    }
}
