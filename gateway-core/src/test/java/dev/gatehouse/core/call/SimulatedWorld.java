package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.call.SimulatedJournal.Round;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.time.Duration;
import java.time.Instant;
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

    private final long seed;
    private final Random random;
    private final SimulatedJournal journal;
    private final SimulatedPolicies policies;
    private final SimulatedUpstream upstream;
    private final SimulatedClients clients;
    private final SimulationTest.Tally tally = new SimulationTest.Tally();
    private final ParkedCalls parked;
    private final CallPath path;
    private final Revision revision;
    private final VirtualServer server;
    private CallSubject lastSubject;
    private long nanos;
    private boolean upstreamIsGone;

    SimulatedWorld(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.journal = new SimulatedJournal(random, random.nextInt(3) == 0 ? 0.05 : 0);
        this.policies = new SimulatedPolicies(random);
        this.upstream = new SimulatedUpstream(UPSTREAM, random, journal, policies);
        this.clients = new SimulatedClients(random);
        this.server = new VirtualServer(
                SERVER,
                "http://gw/vmcp/sim/mcp",
                "http://gw/vmcp/sim/sse",
                "",
                List.of(Publication.of(UPSTREAM, "up", NameFilter.ALL)));
        this.revision = revision();
        Clocks clocks = new Clocks(() -> Instant.EPOCH, () -> nanos);
        this.parked = new ParkedCalls(journal, clocks);
        this.path = new CallPath(
                journal,
                SimulatedClients.catalog(),
                _ -> upstreamIsGone ? Optional.empty() : Optional.of(upstream),
                new PlainSealer(),
                parked,
                () -> KillSwitches.NONE,
                new CallIds(clocks, random.nextInt()),
                clocks,
                (subject, verdict, duration) -> lastSubject = subject);
    }

    SimulationTest.Tally run(int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                callOnce(i);
                timePasses();
            }
            parked.close();
            require(upstream.openCalls() == 0, "a call upstream was left open");
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("world with seed " + seed + ": " + e.getMessage(), e);
        }
        tally.calls = calls;
        tally.bugs = policies.bugs + upstream.bugs;
        tally.redacted = upstream.redacted;
        tally.rounds = upstream.rounds;
        tally.detached = upstream.detached;
        tally.abandoned = journal.abandoned.size();
        return tally;
    }

    private void timePasses() {
        if (random.nextInt(40) == 0) {
            nanos += Duration.ofMinutes(random.nextInt(12)).toNanos();
            parked.reap();
        }
        require(upstream.openCalls() == parked.count(), "a call upstream is neither parked nor closed");
    }

    private void callOnce(int n) {
        journal.failedLastCall = false;
        upstreamIsGone = random.nextInt(50) == 0;
        upstream.beginCall();
        SimulatedClients.Attempt attempt = clients.next(n, nanos);
        SimulatedExchange exchange = new SimulatedExchange(random, journal, upstream);
        Reply reply = path.handle(arrival(attempt), exchange);
        check(reply, attempt);
        upstreamIsGone = false;
        exchange.end(reply);
        remember(reply, attempt, exchange);
        tally.asked += exchange.asked;
    }

    private void remember(Reply reply, SimulatedClients.Attempt attempt, SimulatedExchange exchange) {
        if (reply instanceof Reply.InputRequired(Json result) && !exchange.lost) {
            tally.suspended++;
            clients.asked(attempt, result, nanos);
        }
        if (reply instanceof Reply.Task(Json task) && attempt.request() instanceof McpRequest.ToolCall) {
            tally.tasks++;
            clients.began(attempt, task.text("taskId").orElseThrow());
        }
        if (reply instanceof Reply.Subscribed subscribed) {
            subscribed.watched().release().run();
            subscribed.watched().release().run();
        }
        require(upstream.subscribed == 0, "a subscription was not given back exactly once");
    }

    private void check(Reply reply, SimulatedClients.Attempt attempt) {
        Round round = new Round(lastSubject.call(), lastSubject.round());
        boolean sent = upstream.sentInCall > 0;
        require(!sent || journal.intentsWritten.contains(round), "sent before the intent was written");
        require(!sent || attempt.member(), "sent for somebody without a bundle");
        require(!sent || !attempt.unknown(), "sent for an unknown name");
        require(!sent || !attempt.mustFail(), "sent for a state that is " + attempt.state());
        require(journal.outcomes.getOrDefault(round, 0) <= 1, "more than one outcome");
        require(policies.holdsTaken == policies.holdsSettled, "a hold was not settled exactly once");
        boolean answered = !(reply instanceof Reply.Failed failed && failed.code() == FailureCode.AUDIT_UNAVAILABLE);
        if (answered) {
            checkRecorded(round);
            checkToldNothing(reply, attempt);
        } else {
            require(journal.failedLastCall, "refused for audit although the journal worked");
            tally.auditUnavailable++;
        }
        tally.onTasks += sent && attempt.request() instanceof McpRequest.OnTask ? 1 : 0;
        tally.sent += sent ? 1 : 0;
        tally.refused += journal.refusalsDurable.contains(round) ? 1 : 0;
        tally.badStates += attempt.mustFail() ? 1 : 0;
    }

    /** From the round the request began with to the last one it came to, everything is recorded. */
    private void checkRecorded(Round from) {
        Round last = from;
        while (isKnown(new Round(last.call(), last.round() + 1))) {
            require(journal.outcomesDurable.contains(last), "went on without a durable record");
            last = new Round(last.call(), last.round() + 1);
        }
        boolean recorded = journal.outcomesDurable.contains(last) || journal.refusalsDurable.contains(last);
        require(recorded, "answered without a durable record");
        require(!journal.intents.contains(last) || journal.outcomes.containsKey(last), "intent without outcome");
        require(last.round() < Line.ROUNDS_MAX, "more rounds than there may be");
    }

    private boolean isKnown(Round round) {
        return journal.intents.contains(round) || journal.refusalsDurable.contains(round);
    }

    private static void checkToldNothing(Reply reply, SimulatedClients.Attempt attempt) {
        if (!attempt.member() || attempt.mustFail()) {
            require(
                    reply instanceof Reply.Failed failed
                            && (failed.code() == FailureCode.INVALID_PARAMS
                                    || failed.code() == FailureCode.RESOURCE_NOT_FOUND),
                    "somebody without a bundle or with a bad state learned more than 'unknown'");
        }
    }

    private static void require(boolean holds, String broken) {
        if (!holds) {
            throw new AssertionError(broken);
        }
    }

    private Arrival arrival(SimulatedClients.Attempt attempt) {
        Principal principal = new Principal(
                Principal.Kind.AGENT,
                "gw",
                attempt.agent(),
                "client",
                Set.of(),
                Set.of("read:tools", "execute:tools"),
                Instant.MAX);
        McpRequest request = attempt.request();
        return new Arrival(
                new Admission.Admitted(revision, server, principal, "127.0.0.1"),
                request,
                ParamCheck.NONE,
                Instant.EPOCH,
                Deadline.in(Duration.ofSeconds(1), nanos));
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
                new AgentName("also-in"), new Agent(new AgentName("also-in"), BUNDLE, Optional.empty()),
                new AgentName("out"), new Agent(new AgentName("out"), new BundleName("other"), Optional.empty()));
        return new Revision("r", Map.of(SERVER, server), List.of(bundle), agents, Map.of());
    }
}
