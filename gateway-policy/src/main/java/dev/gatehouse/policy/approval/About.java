package dev.gatehouse.policy.approval;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Who wants to do what, as it is shown to whoever decides.
 *
 * @param kind {@code agent} or {@code user}
 * @param subject of the principal: an agent's name, a person's id
 * @param requester what people call the caller
 * @param owner who answers for an agent
 * @param method the MCP method
 * @param name of what is aimed at, as clients of the virtual server call it
 * @param upstreamName the same as the upstream calls it
 */
public record About(
        String kind,
        String subject,
        String requester,
        String clientId,
        Optional<String> owner,
        BundleName bundle,
        String server,
        String method,
        String name,
        String upstream,
        String upstreamName,
        List<Demanded> demands) {

    static About of(CallFacts facts, Operation operation, List<Approvals.Demand> demands, Optional<String> owner) {
        Principal principal = facts.principal();
        return new About(
                principal.kind() == Principal.Kind.AGENT ? "agent" : "user",
                principal.subject(),
                principal.label(),
                principal.clientId(),
                owner,
                facts.bundle(),
                facts.server().value(),
                operation.verb().method(),
                operation.target().publicName(),
                operation.target().upstream().value(),
                operation.target().upstreamName(),
                demands.stream().map(Demanded::of).toList());
    }

    /** Whether the gateway makes the call itself: every rule that wants an approval has to say so. What only reads waits for its reader. */
    public boolean executes() {
        return method.equals(Operation.Verb.CALL.method()) && demands.stream().allMatch(Demanded::executes);
    }

    /** Why somebody has to approve it, in the words of the first rule that wants it. */
    public String reason() {
        return demands.getFirst().reason();
    }

    /** In one line, for the trail and for messages. */
    public String summary() {
        return kind + " " + requester + ": " + method + " " + server + "/" + name;
    }

    String json() {
        return told().toString();
    }

    /** All of it, for the trail. */
    Json told() {
        return Json.object()
                .put("kind", kind)
                .put("subject", subject)
                .put("requester", requester)
                .put("client", clientId)
                .putIf("owner", owner)
                .put("bundle", bundle.value())
                .put("server", server)
                .put("method", method)
                .put("name", name)
                .put("upstream", upstream)
                .put("upstreamName", upstreamName)
                .put("demands", Demanded.json(demands))
                .build();
    }

    /** What {@link #json} wrote. */
    static About read(String text) {
        Json json;
        try {
            json = Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a stored approval is no JSON", e);
        }
        return new About(
                json.text("kind").orElseThrow(),
                json.text("subject").orElseThrow(),
                json.text("requester").orElseThrow(),
                json.text("client").orElseThrow(),
                json.text("owner"),
                new BundleName(json.text("bundle").orElseThrow()),
                json.text("server").orElseThrow(),
                json.text("method").orElseThrow(),
                json.text("name").orElseThrow(),
                json.text("upstream").orElseThrow(),
                json.text("upstreamName").orElseThrow(),
                Demanded.read(json.member("demands").orElseThrow()));
    }
}
