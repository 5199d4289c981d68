package dev.gatehouse.policy.screen;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.Instant;
import java.util.List;

/** Results, and the permits of the calls that they answer. */
final class Results {
    private Results() {}

    static Outbound of(String json) {
        return new Outbound.Result(new UpstreamReply.Complete(read(json)));
    }

    static Permit permit() {
        return permit(Json.EMPTY_OBJECT);
    }

    static Permit permit(String outputSchema) {
        return permit(Json.object().put("outputSchema", read(outputSchema)).build());
    }

    private static Permit permit(Json definition) {
        Target target = new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t");
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                Definition.tool("t", definition),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        Operation call =
                Operation.of(Operation.Verb.CALL, target, Json.EMPTY_OBJECT, RequestMeta.of(ProtocolVersion.LATEST));
        return (Permit) new PolicyPipeline(List.of(), List.of()).judge(facts, call, KillSwitches.NONE);
    }

    private static Json read(String json) {
        try {
            return Json.read(json);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
