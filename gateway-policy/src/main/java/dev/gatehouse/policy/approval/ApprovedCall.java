package dev.gatehouse.policy.approval;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A call that people approved and that the gateway makes itself.
 *
 * @param approval the request that was approved
 * @param call the id it is made under
 * @param principal who asked, as they came in then: what they are now has to be looked up
 * @param arguments as policy let them through then
 */
public record ApprovedCall(String approval, CallId call, About about, Principal principal, Json arguments) {
    @Override
    public String toString() {
        return "ApprovedCall[" + approval + ", " + call + "]";
    }

    /** All that is needed to make the call later; to be sealed. */
    static Json orders(String approval, Principal principal, Json arguments) {
        return Json.object()
                .put("approval", approval)
                .put("kind", principal.kind().name())
                .put("issuer", principal.issuer())
                .put("subject", principal.subject())
                .putIf("name", principal.name())
                .put("client", principal.clientId())
                .put("scopes", Json.ofStrings(principal.scopes()))
                .putIf("bundle", principal.bundle().map(BundleName::value))
                .putIf("owner", principal.owner())
                .putIf("grant", principal.grant())
                .put("expiresAt", principal.expiresAt().toString())
                .put("arguments", arguments)
                .build();
    }

    /** What {@link #orders} wrote for this approval; empty when it was for another. */
    static Optional<ApprovedCall> read(String approval, CallId call, About about, Json orders) {
        return orders.text("approval")
                .filter(approval::equals)
                .map(_ -> new ApprovedCall(
                        approval,
                        call,
                        about,
                        principal(orders),
                        orders.member("arguments").orElseThrow()));
    }

    private static Principal principal(Json orders) {
        Set<String> scopes = orders.member("scopes").orElseThrow().elements().stream()
                .flatMap(scope -> scope.string().stream())
                .collect(Collectors.toUnmodifiableSet());
        return new Principal(
                Principal.Kind.valueOf(orders.text("kind").orElseThrow()),
                orders.text("issuer").orElseThrow(),
                orders.text("subject").orElseThrow(),
                orders.text("name"),
                orders.text("client").orElseThrow(),
                Set.of(),
                scopes,
                orders.text("bundle").map(BundleName::new),
                orders.text("owner"),
                orders.text("grant"),
                Instant.parse(orders.text("expiresAt").orElseThrow()));
    }
}
