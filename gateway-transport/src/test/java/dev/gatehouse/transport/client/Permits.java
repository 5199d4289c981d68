package dev.gatehouse.transport.client;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Permits as the real pipeline gives them, for calls a test wants to make. */
public final class Permits {
    private Permits() {}

    public static Permit of(UpstreamId upstream, String tool, String arguments) {
        return of(
                upstream, tool, json(arguments), json("{\"type\":\"object\"}"), RequestMeta.of(ProtocolVersion.LATEST));
    }

    public static Permit withMeta(UpstreamId upstream, String tool, String arguments, RequestMeta meta) {
        return of(upstream, tool, json(arguments), json("{\"type\":\"object\"}"), meta);
    }

    public static Permit of(UpstreamId upstream, String tool, Json arguments, Json schema, RequestMeta meta) {
        Definition definition = Definition.tool(
                tool, Json.object().put("name", tool).put("inputSchema", schema).build());
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                definition,
                Principal.ANONYMOUS,
                Instant.EPOCH,
                Deadline.in(Duration.ofSeconds(20), System.nanoTime()));
        Target target = new Target(Primitive.TOOL, "public_" + tool, upstream, tool);
        Operation operation = Operation.of(Operation.Verb.CALL, target, arguments, meta);
        return (Permit) new PolicyPipeline(List.of(), List.of()).judge(facts, operation);
    }

    public static RequestMeta metaWith(Optional<Json> progressToken, Optional<String> traceParent) {
        return new RequestMeta(
                ProtocolVersion.LATEST,
                Optional.empty(),
                ClientCapabilities.NONE,
                traceParent,
                progressToken,
                Optional.empty(),
                Json.EMPTY_OBJECT);
    }

    public static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
