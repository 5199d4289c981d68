package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Yields what it was given, in order, and notes what it was told. */
final class ScriptedUpstream implements Upstream {
    final Deque<UpstreamEvent> script = new ArrayDeque<>();
    final List<Operation> sent = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    /** What a call leaves behind when it is detached; empty for an upstream whose calls must be kept. */
    Optional<String> state = Optional.empty();

    /** What happens elsewhere while a call waits for its next event. */
    Runnable meanwhile = () -> {};

    private final UpstreamId id;

    ScriptedUpstream(UpstreamId id) {
        this.id = id;
    }

    @Override
    public UpstreamId id() {
        return id;
    }

    @Override
    public UpstreamCall open(Permit permit) {
        sent.add(permit.spend());
        return new Call();
    }

    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        told.add("reopen " + upstreamState);
        return open(permit);
    }

    @Override
    public void unsubscribe(String upstreamUri) {
        told.add("unsubscribe " + upstreamUri);
    }

    @Override
    public void unwatch(String upstreamTask) {
        told.add("unwatch " + upstreamTask);
    }

    private final class Call implements UpstreamCall {
        @Override
        public UpstreamEvent next(Deadline deadline) {
            meanwhile.run();
            return script.remove();
        }

        @Override
        public void answer(Permit round) {
            sent.add(round.spend());
            told.add("answer");
        }

        @Override
        public void decline(String reason) {
            told.add("decline: " + reason);
        }

        @Override
        public Optional<String> detach() {
            return state;
        }

        @Override
        public void cancel(Reason reason) {
            told.add("cancel " + reason);
        }

        @Override
        public void close() {
            told.add("close");
        }
    }
}
