package dev.gatehouse.core.call;

import dev.gatehouse.core.call.SimulatedJournal.Round;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Answers, fails, asks, chatters or throws at random, as a server of either era; checks at each send that the intent of
 * that round is written, and counts the calls that nobody closed.
 */
final class SimulatedUpstream implements Upstream {
    private final UpstreamId id;
    private final Random random;
    private final SimulatedJournal journal;
    private final SimulatedPolicies policies;
    private final Set<Round> sent = new HashSet<>();
    private final Set<Call> open = new HashSet<>();
    private final Set<String> tasks = new HashSet<>();
    Round lastAsked = new Round(new CallId(""), 0);
    int sentInCall;
    int subscribed;
    long rounds;
    long detached;
    long bugs;
    long redacted;

    SimulatedUpstream(UpstreamId id, Random random, SimulatedJournal journal, SimulatedPolicies policies) {
        this.id = id;
        this.random = random;
        this.journal = journal;
        this.policies = policies;
    }

    void beginCall() {
        sentInCall = 0;
    }

    int openCalls() {
        return open.size();
    }

    @Override
    public UpstreamId id() {
        return id;
    }

    @Override
    public UpstreamCall open(Permit permit) {
        bugSometimes(40);
        send(permit, 0);
        return new Call(permit);
    }

    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        bugSometimes(40);
        require(upstreamState.equals("state of " + permit.facts().call()), "reopened with another call's state");
        send(permit, 1);
        return new Call(permit);
    }

    @Override
    public void unsubscribe(String upstreamUri) {
        subscribed--;
    }

    @Override
    public void unwatch(String upstreamTask) {
        subscribed--;
    }

    private void send(Permit permit, int roundMin) {
        Operation operation = permit.spend();
        Round round = new Round(permit.facts().call(), permit.facts().round());
        require(round.round() >= roundMin, "a first round was sent as a later one");
        require(journal.intentsWritten.contains(round), "sent before the intent was written");
        require(sent.add(round), "a round was sent twice");
        require(!policies.denied.contains(round), "sent although a stage denied or threw");
        checkRedaction(permit, operation);
        sentInCall++;
        rounds += round.round() > 0 ? 1 : 0;
    }

    private void checkRedaction(Permit permit, Operation operation) {
        boolean ordered = permit.findings().stream().anyMatch(f -> f.decision().equals("redact"));
        boolean hidden = operation.arguments().text("secret").orElse("").equals("[redacted]");
        boolean possible = operation.verb() == Operation.Verb.CALL || operation.verb() == Operation.Verb.GET;
        require(!possible || ordered == hidden, "what was judged is not what was sent");
        redacted += hidden ? 1 : 0;
    }

    private void bugSometimes(int of) {
        if (random.nextInt(of) == 0) {
            bugs++;
            throw new IllegalStateException("simulated bug");
        }
    }

    private static void require(boolean holds, String broken) {
        if (!holds) {
            throw new AssertionError(broken);
        }
    }

    private final class Call implements UpstreamCall {
        private final Permit first;
        private int round;
        private final boolean modern = random.nextBoolean();
        private final Set<String> unanswered = new HashSet<>();
        private boolean waiting;
        private boolean cancelled;

        Call(Permit first) {
            this.first = first;
            this.round = first.facts().round();
            open.add(this);
        }

        @Override
        public UpstreamEvent next(Deadline deadline) {
            require(!waiting, "pulled while it waits for an answer");
            if (cancelled) {
                return new UpstreamEvent.Done(new UpstreamReply.Lost(UpstreamReply.Cause.CANCELLED, true, "simulated"));
            }
            bugSometimes(24);
            if (random.nextInt(20) == 0) {
                return new UpstreamEvent.Crowded(random.nextInt(3));
            }
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    waiting = true;
                    lastAsked = new Round(first.facts().call(), round);
                    List<InputRequest> requests = IntStream.range(0, random.nextInt(4))
                            .mapToObj(key -> new InputRequest("k" + key, "roots/list", Json.EMPTY_OBJECT))
                            .toList();
                    requests.forEach(request -> unanswered.add(request.key()));
                    yield new UpstreamEvent.Asked(requests);
                }
                case 3, 4 -> new UpstreamEvent.Noticed(new Notice("notifications/progress", Json.EMPTY_OBJECT));
                case 5 ->
                    new UpstreamEvent.Done(
                            new UpstreamReply.Lost(UpstreamReply.Cause.TIMEOUT, random.nextBoolean(), "simulated"));
                case 6 -> new UpstreamEvent.Done(new UpstreamReply.Errored(-32000, "simulated", Optional.empty()));
                default -> completed();
            };
        }

        private UpstreamEvent completed() {
            Operation operation = first.operation();
            boolean begins = operation.verb() == Operation.Verb.CALL
                    && operation.meta().capabilities().tasks()
                    && random.nextInt(3) == 0;
            if (begins) {
                tasks.add("task of " + first.facts().call());
                return task("task of " + first.facts().call(), Optional.empty());
            }
            if (operation.verb().isOnTask()) {
                String id = operation.arguments().text(Operation.TASK_ID).orElse("");
                require(tasks.contains(id), "asked after a task that was never begun");
                if (operation.verb() == Operation.Verb.GET_TASK) {
                    return task(id, random.nextBoolean() ? Optional.empty() : Optional.of(result()));
                }
            }
            subscribed += first.operation().verb() == Operation.Verb.SUBSCRIBE ? 1 : 0;
            return new UpstreamEvent.Done(result().reply());
        }

        private Outbound.Result result() {
            return new Outbound.Result(new UpstreamReply.Complete(
                    Json.object().put("isError", random.nextBoolean()).build()));
        }

        private static UpstreamEvent task(String id, Optional<Outbound> holds) {
            return new UpstreamEvent.Done(new UpstreamReply.Task(id, Json.EMPTY_OBJECT, holds));
        }

        @Override
        public void answer(Permit round) {
            require(waiting, "answered without a question");
            require(round.facts().call().equals(first.facts().call()), "answered for another call");
            unanswered.removeAll(round.operation().answers().keySet());
            waiting = !unanswered.isEmpty();
            this.round = round.facts().round();
            send(round, 1);
        }

        @Override
        public void decline(String reason) {
            require(waiting, "declined without a question");
            unanswered.clear();
            waiting = false;
        }

        @Override
        public Optional<String> detach() {
            require(waiting, "detached without a question");
            detached += modern ? 1 : 0;
            return modern ? Optional.of("state of " + first.facts().call()) : Optional.empty();
        }

        @Override
        public void cancel(Reason reason) {
            cancelled = true;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
