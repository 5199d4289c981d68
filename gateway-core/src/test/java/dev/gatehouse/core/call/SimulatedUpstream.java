package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Answers, fails, asks, chatters or throws at random; checks at the moment of the send that the intent is written. */
final class SimulatedUpstream implements Upstream {
    private final UpstreamId id;
    private final Random random;
    private final SimulatedJournal journal;
    int sentInCall;
    long bugs;
    long redacted;

    SimulatedUpstream(UpstreamId id, Random random, SimulatedJournal journal) {
        this.id = id;
        this.random = random;
        this.journal = journal;
    }

    void beginCall() {
        sentInCall = 0;
    }

    @Override
    public UpstreamId id() {
        return id;
    }

    @Override
    public UpstreamCall open(Permit permit) {
        if (random.nextInt(40) == 0) {
            throw bug();
        }
        Operation operation = permit.spend();
        sentInCall++;
        if (!journal.intentsWritten.contains(permit.facts().call())) {
            throw new AssertionError("sent before the intent was written");
        }
        checkRedaction(permit, operation);
        return new Call();
    }

    @Override
    public void unsubscribe(String upstreamUri) {}

    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        throw new UnsupportedOperationException();
    }

    private void checkRedaction(Permit permit, Operation operation) {
        boolean ordered = permit.findings().stream().anyMatch(f -> f.decision().equals("redact"));
        boolean hidden = operation.arguments().text("secret").orElse("").equals("[redacted]");
        if (ordered != hidden) {
            throw new AssertionError("what was judged is not what was sent");
        }
        redacted += hidden ? 1 : 0;
    }

    private IllegalStateException bug() {
        bugs++;
        return new IllegalStateException("simulated bug");
    }

    private final class Call implements UpstreamCall {
        @Override
        public UpstreamEvent next(Deadline deadline) {
            return switch (random.nextInt(12)) {
                case 0 -> throw bug();
                case 1 -> new UpstreamEvent.Asked(List.of(new InputRequest("k", "roots/list", Json.EMPTY_OBJECT)));
                case 2, 3 -> new UpstreamEvent.Noticed(new Notice("notifications/progress", Json.EMPTY_OBJECT));
                case 4 ->
                    new UpstreamEvent.Done(
                            new UpstreamReply.Lost(UpstreamReply.Cause.TIMEOUT, random.nextBoolean(), "simulated"));
                case 5 -> new UpstreamEvent.Done(new UpstreamReply.Errored(-32000, "simulated", Optional.empty()));
                default ->
                    new UpstreamEvent.Done(new UpstreamReply.Complete(
                            Json.object().put("isError", random.nextBoolean()).build()));
            };
        }

        @Override
        public void answer(Permit round) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void decline(String reason) {}

        @Override
        public Optional<String> detach() {
            return Optional.empty();
        }

        @Override
        public void cancel(Reason reason) {}

        @Override
        public void close() {
            if (random.nextInt(60) == 0) {
                throw bug();
            }
        }
    }
}
