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
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        Target target = new Target(Primitive.TOOL, "public_" + tool, upstream, tool);
        return of(definition, Operation.of(Operation.Verb.CALL, target, arguments, meta));
    }

    /** A call of a client that declares these capabilities. */
    public static Permit asking(UpstreamId upstream, String tool, String arguments, String capabilities) {
        return withMeta(upstream, tool, arguments, can(capabilities));
    }

    public static RequestMeta can(String capabilities) {
        return RequestMeta.of(ProtocolVersion.LATEST).with(ClientCapabilities.of(json(capabilities)));
    }

    /** The next round of the same call, with these answers. */
    public static Permit answering(Permit asked, Map<String, Json> answers) {
        Operation operation = asked.operation();
        return of(
                asked.facts().definition(),
                new Operation(operation.verb(), operation.target(), operation.arguments(), answers, operation.meta()));
    }

    /** Anything but the call of a tool. */
    public static Permit of(
            UpstreamId upstream, Operation.Verb verb, Primitive kind, String name, String arguments, RequestMeta meta) {
        Definition definition =
                new Definition(kind, name, Json.object().put(kind.key(), name).build());
        Target target = new Target(kind, "public_" + name, upstream, name);
        return of(definition, Operation.of(verb, target, json(arguments), meta));
    }

    private static Permit of(Definition definition, Operation operation) {
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                definition,
                Principal.ANONYMOUS,
                Instant.EPOCH,
                Deadline.in(Duration.ofSeconds(20), System.nanoTime()));
        return (Permit) new PolicyPipeline(List.of(), List.of()).judge(facts, operation, KillSwitches.NONE);
    }

    public static RequestMeta metaWith(Optional<Json> progressToken, Optional<String> traceParent) {
        return new RequestMeta(
                Optional.empty(),
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
