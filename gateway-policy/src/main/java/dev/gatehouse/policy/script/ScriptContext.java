package dev.gatehouse.policy.script;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.screen.Shape;
import java.util.Locale;

/** What a script is told. What is not known yet is null. */
public final class ScriptContext {
    private ScriptContext() {}

    /** For a list: one entry, of which nobody has asked anything yet. */
    static Json ofList(ListFacts facts, Target target, Definition definition, Json secrets) {
        return about("list", facts.principal(), facts.bundle(), facts.server(), target, definition, secrets)
                .put("method", Json.NULL)
                .put("arguments", Json.NULL)
                .put("answers", Json.NULL)
                .put("result", Json.NULL)
                .put("resultKind", Json.NULL)
                .put("time", Json.NULL)
                .build();
    }

    static Json ofCall(CallFacts facts, Operation operation, Json secrets) {
        return of("arguments", facts, operation, Json.NULL, Json.NULL, secrets);
    }

    static Json ofResult(Permit permit, Outbound outbound, Json secrets) {
        return of("result", permit.facts(), permit.operation(), Shape.of(outbound), Json.of(kind(outbound)), secrets);
    }

    /** One that stands for any: scripts are made quick with it. */
    public static Json sample() {
        return Json.object()
                .put("phase", "arguments")
                .put("tool", "sample_tool")
                .put("upstreamTool", "tool")
                .put("kind", "tool")
                .put("annotations", Json.EMPTY_OBJECT)
                .put("server", "sample")
                .put("upstream", "sample")
                .put("bundle", "sample")
                .put("agent", "")
                .put("principal", principal(Principal.ANONYMOUS))
                .put("secrets", Json.EMPTY_OBJECT)
                .put("method", "tools/call")
                .put("arguments", Json.object().put("text", "sample").build())
                .put("answers", Json.array().build())
                .put("result", Json.NULL)
                .put("resultKind", Json.NULL)
                .put("time", "2026-01-01T00:00:00Z")
                .build();
    }

    private static Json of(
            String phase, CallFacts facts, Operation operation, Json result, Json resultKind, Json secrets) {
        return about(
                        phase,
                        facts.principal(),
                        facts.bundle(),
                        facts.server(),
                        operation.target(),
                        facts.definition(),
                        secrets)
                .put("method", operation.verb().method())
                .put("arguments", operation.arguments())
                .put("answers", Json.of(operation.answers().values()))
                .put("result", result)
                .put("resultKind", resultKind)
                .put("time", facts.receivedAt().toString())
                .build();
    }

    private static ObjectWriter about(
            String phase,
            Principal principal,
            BundleName bundle,
            ServerName server,
            Target target,
            Definition definition,
            Json secrets) {
        return Json.object()
                .put("phase", phase)
                .put("tool", target.publicName())
                .put("upstreamTool", target.upstreamName())
                .put("kind", target.kind() == Primitive.TEMPLATE ? "resource" : lower(target.kind()))
                .put("annotations", definition.annotations())
                .put("server", server.value())
                .put("upstream", target.upstream().value())
                .put("bundle", bundle.value())
                .put("agent", principal.agent().map(AgentName::value).orElse(""))
                .put("principal", principal(principal))
                .put("secrets", secrets);
    }

    private static Json principal(Principal principal) {
        return Json.object()
                .put("kind", lower(principal.kind()))
                .put("subject", principal.subject())
                .put("name", principal.label())
                .put("issuer", principal.issuer())
                .put("clientId", principal.clientId())
                .put("owner", principal.owner().orElse(""))
                .put(
                        "groups",
                        Json.ofStrings(principal.groups().stream().sorted().toList()))
                .put(
                        "scopes",
                        Json.ofStrings(principal.scopes().stream().sorted().toList()))
                .build();
    }

    private static String kind(Outbound outbound) {
        return switch (outbound) {
            case Outbound.Result _ -> "result";
            case Outbound.Errored _ -> "error";
            case Outbound.Asked _ -> "questions";
            case Outbound.Noticed _ -> "notice";
            case Outbound.Listed _ -> "list";
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
