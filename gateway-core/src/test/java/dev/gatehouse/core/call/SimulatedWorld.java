package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One seeded world: policies, upstreams and a journal drawn at random, and the checks after each call. */
final class SimulatedWorld {
    private static final ServerName SERVER = new ServerName("sim");
    private static final UpstreamId UPSTREAM = new UpstreamId("up");
    private static final BundleName BUNDLE = new BundleName("sim");
    private static final int TOOLS = 6;

    private final long seed;
    private final Random random;
    private final SimulatedJournal journal;
    private final SimulatedPolicies policies;
    private final SimulatedUpstream upstream;
    private final SimulationTest.Tally tally = new SimulationTest.Tally();
    private final CallPath path;
    private final Revision revision;
    private final VirtualServer server;
    private CallSubject lastSubject;

    SimulatedWorld(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.journal = new SimulatedJournal(random, random.nextInt(3) == 0 ? 0.05 : 0);
        this.policies = new SimulatedPolicies(random);
        this.upstream = new SimulatedUpstream(UPSTREAM, random, journal);
        this.server = new VirtualServer(
                SERVER,
                "http://gw/vmcp/sim/mcp",
                "http://gw/vmcp/sim/sse",
                "",
                List.of(Publication.of(UPSTREAM, "up", NameFilter.ALL)));
        this.revision = revision();
        Clocks clocks = new Clocks(() -> Instant.EPOCH, () -> 0L);
        this.path = new CallPath(
                journal,
                catalog(),
                id -> random.nextInt(50) == 0 ? Optional.empty() : Optional.of(upstream),
                new PlainSealer(),
                new ParkedCalls(journal, clocks),
                new CallIds(clocks, random.nextInt()),
                clocks,
                (subject, verdict, duration) -> lastSubject = subject);
    }

    SimulationTest.Tally run(int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                callOnce(i);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("world with seed " + seed + ": " + e.getMessage(), e);
        }
        tally.calls = calls;
        tally.bugs = policies.bugs + upstream.bugs;
        tally.redacted = upstream.redacted;
        return tally;
    }

    private void callOnce(int n) {
        journal.failedLastCall = false;
        policies.beginCall();
        upstream.beginCall();
        boolean member = random.nextInt(5) != 0;
        String tool = random.nextInt(10) == 0 ? "up_nowhere" : "up_tool" + random.nextInt(TOOLS);
        Reply reply = path.handle(arrival(member, tool, n), NoExchange.INSTANCE);
        check(reply, member, tool);
    }

    private void check(Reply reply, boolean member, String tool) {
        CallId call = lastSubject.call();
        boolean sent = upstream.sentInCall > 0;
        require(upstream.sentInCall <= 1, "sent more than once");
        require(!sent || journal.intentsWritten.contains(call), "sent before the intent was written");
        require(!sent || member, "sent for somebody without a bundle");
        require(!sent || !tool.equals("up_nowhere"), "sent for an unknown tool");
        require(!sent || !policies.deniedInCall, "sent although a stage denied or threw");
        require(journal.outcomes.getOrDefault(call, 0) <= 1, "more than one outcome");
        require(policies.holdsTaken == policies.holdsSettled, "a hold was not settled exactly once");
        boolean answered = !(reply instanceof Reply.Failed failed && failed.code() == FailureCode.AUDIT_UNAVAILABLE);
        if (answered) {
            boolean recorded = journal.outcomesDurable.contains(call) || journal.refusalsDurable.contains(call);
            require(recorded, "answered without a durable record");
            require(!journal.intents.contains(call) || journal.outcomes.containsKey(call), "intent without outcome");
        } else {
            require(journal.failedLastCall, "refused for audit although the journal worked");
            tally.auditUnavailable++;
        }
        if (!member && answered) {
            require(
                    reply instanceof Reply.Failed failed && failed.code() == FailureCode.INVALID_PARAMS,
                    "somebody without a bundle learned more than 'unknown tool'");
        }
        tally.sent += sent ? 1 : 0;
        tally.refused += journal.refusalsDurable.contains(call) ? 1 : 0;
    }

    private static void require(boolean holds, String broken) {
        if (!holds) {
            throw new AssertionError(broken);
        }
    }

    private Arrival arrival(boolean member, String tool, int n) {
        Principal principal = new Principal(
                Principal.Kind.AGENT, "gw", member ? "in" : "out", "client", Set.of(), Set.of(), Instant.MAX);
        Json arguments = Json.object().put("n", n).put("secret", "s" + n).build();
        RequestMeta meta = RequestMeta.of(ProtocolVersion.LATEST);
        return new Arrival(
                new Admission.Admitted(revision, server, principal, "127.0.0.1"),
                new McpRequest.ToolCall(tool, arguments, Retry.NONE, meta),
                ParamCheck.NONE,
                Instant.EPOCH,
                new Deadline(Duration.ofSeconds(1).toNanos()));
    }

    private Revision revision() {
        PayloadMode mode = PayloadMode.values()[random.nextInt(PayloadMode.values().length)];
        Bundle bundle = new Bundle(
                BUNDLE,
                new Members(Set.of(), Set.of(), false),
                Set.of(SERVER),
                new PolicyPipeline(policies.stages(), policies.charges()),
                policies.screen(),
                new AuditSettings(mode, Duration.ofDays(1)));
        Map<AgentName, Agent> agents = Map.of(
                new AgentName("in"), new Agent(new AgentName("in"), BUNDLE, Optional.empty()),
                new AgentName("out"), new Agent(new AgentName("out"), new BundleName("other"), Optional.empty()));
        return new Revision("r", Map.of(SERVER, server), List.of(bundle), agents, Map.of());
    }

    private static Catalog catalog() {
        List<Definition> tools = new ArrayList<>();
        for (int i = 0; i < TOOLS; i++) {
            tools.add(Definition.tool(
                    "tool" + i, Json.object().put("name", "tool" + i).build()));
        }
        Listing listing = new Listing(Offering.ofTools(tools), Listing.Health.READY, "");
        return new Catalog() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public Listing listing(UpstreamId upstream) {
                return listing;
            }
        };
    }
}
