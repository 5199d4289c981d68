package dev.gatehouse.policy.count;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Principal.Kind;
import dev.gatehouse.core.json.Json;
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
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Target;
import java.time.Instant;
import java.util.Set;

/** Callers and what they call, for tests of what counts them. */
public final class Callers {
    public static final Principal ALICE = caller(Kind.USER, "alice", "laptop", "okta/sales", "okta/staff");
    public static final Principal BOB = caller(Kind.USER, "bob", "laptop");
    public static final Principal BOT = caller(Kind.AGENT, "bot", "bot");
    public static final ServerName SERVER = new ServerName("engineering");
    public static final BundleName BUNDLE = new BundleName("b");

    private Callers() {}

    public static Principal caller(Kind kind, String subject, String client, String... groups) {
        return new Principal(kind, "okta", subject, client, Set.of(groups), Set.of(), Instant.MAX);
    }

    public static CallFacts facts(String call, Principal principal) {
        return facts(call, 0, principal, "read", Instant.EPOCH);
    }

    public static CallFacts facts(String call, int round, Principal principal, String tool, Instant at) {
        Definition definition = Definition.tool(tool, Json.EMPTY_OBJECT);
        return new CallFacts(new CallId(call), round, BUNDLE, SERVER, definition, principal, at, new Deadline(0));
    }

    public static Operation calling(String upstream, String tool) {
        return operation(Verb.CALL, Primitive.TOOL, upstream, tool);
    }

    public static Operation operation(Verb verb, Primitive kind, String upstream, String name) {
        Target target = new Target(kind, upstream + "_" + name, new UpstreamId(upstream), name);
        return Operation.of(verb, target, Json.EMPTY_OBJECT, RequestMeta.of(ProtocolVersion.LATEST));
    }
}
