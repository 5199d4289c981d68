package dev.gatehouse.transport.world;

import static dev.gatehouse.testkit.wait.Eventually.await;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Echoes its arguments, or does first what they say: logs, tells of progress, asks, waits at a gate until the test opens it,
 * fails.
 */
public final class GatedUpstream implements Upstream {
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    public final AtomicLong noticed = new AtomicLong();
    public final List<String> unsubscribed = new CopyOnWriteArrayList<>();
    public final AtomicInteger opened = new AtomicInteger();
    /** Calls whose bytes were let go of. */
    public final AtomicInteger closed = new AtomicInteger();

    /** One held call: it has begun, it may go on, it was cancelled. */
    public static final class Gate {
        final CountDownLatch begun = new CountDownLatch(1);
        public final CountDownLatch open = new CountDownLatch(1);
        public final CountDownLatch cancelled = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);

        public void awaitBegun() {
            await("the call has begun", begun);
        }

        public void awaitCancelled() {
            await("the call is cancelled", cancelled);
        }

        public void awaitEnded() {
            await("the call has ended", ended);
        }
    }

    public Gate gate(String name) {
        return gates.computeIfAbsent(name, _ -> new Gate());
    }

    @Override
    public UpstreamId id() {
        return World.UPSTREAM;
    }

    @Override
    public UpstreamCall open(Permit permit) {
        opened.incrementAndGet();
        return new Call(permit.spend());
    }

    @Override
    public void unsubscribe(String upstreamUri) {
        unsubscribed.add(upstreamUri);
    }

    @Override
    public void unwatch(String upstreamTask) {
        unsubscribed.add(upstreamTask);
    }

    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        throw new UnsupportedOperationException();
    }

    private final class Call implements UpstreamCall {
        private final Operation operation;
        private final Optional<Gate> gate;
        private final StringBuilder answers = new StringBuilder();
        private volatile boolean cancelled;
        private boolean asks;
        private long notices;
        private long told;
        private Optional<String> log;

        Call(Operation operation) {
            this.operation = operation;
            this.gate = operation.arguments().text("gate").map(GatedUpstream.this::gate);
            this.log = operation.arguments().text("log");
            this.asks = operation.arguments().member("ask").isPresent();
            this.notices = operation
                    .arguments()
                    .member("notices")
                    .map(count -> count.integer().orElse(0))
                    .orElse(0L);
        }

        @Override
        public UpstreamEvent next(Deadline deadline) {
            if (log.isPresent()) {
                Json message =
                        Json.object().put("level", log.get()).put("data", "m").build();
                log = Optional.empty();
                return new UpstreamEvent.Noticed(new Notice("notifications/message", message));
            }
            if (notices > 0 && !cancelled) {
                notices--;
                return new UpstreamEvent.Noticed(new Notice("notifications/progress", progress()));
            }
            if (asks && operation.meta().capabilities().elicitationForm()) {
                asks = false;
                return new UpstreamEvent.Asked(List.of(new InputRequest("k1", "elicitation/create", question())));
            }
            gate.ifPresent(held -> {
                held.begun.countDown();
                await("the call may go on", held.open);
                held.ended.countDown();
            });
            if (cancelled) {
                return new UpstreamEvent.Done(new UpstreamReply.Lost(UpstreamReply.Cause.CANCELLED, true, "cancelled"));
            }
            Optional<UpstreamReply> task = PlayedTasks.reply(operation);
            if (task.isPresent()) {
                return new UpstreamEvent.Done(task.get());
            }
            if (operation.target().upstreamName().equals("fail")) {
                long code = operation
                        .arguments()
                        .member("code")
                        .orElse(Json.of(-32002))
                        .integer()
                        .orElseThrow();
                Optional<Json> data = operation.arguments().member("data");
                return new UpstreamEvent.Done(new UpstreamReply.Errored(code, "no such thing", data));
            }
            Json text = Json.object()
                    .put("type", "text")
                    .put("text", operation.arguments().text("message").orElse("") + answers)
                    .build();
            Json result = Json.object()
                    .put("content", Json.array().add(text).build())
                    .put("resultType", "complete")
                    .put("isError", false)
                    .build();
            return new UpstreamEvent.Done(new UpstreamReply.Complete(result));
        }

        private static Json question() {
            return Mcp.read("{\"message\":\"Which?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}");
        }

        private Json progress() {
            told = operation.arguments().member("stuck").isPresent() ? 1 : told + 1;
            String filling = operation.arguments().text("filling").orElse("");
            return Json.object()
                    .put("progressToken", "upstream")
                    .put("progress", told)
                    .put("message", filling)
                    .build();
        }

        @Override
        public void answer(Permit round) {
            round.spend().answers().forEach((key, answer) -> answers.append(key).append(answer));
        }

        @Override
        public void decline(String reason) {
            answers.append("declined: ").append(reason);
        }

        @Override
        public Optional<String> detach() {
            return Optional.empty();
        }

        @Override
        public void cancel(Reason reason) {
            cancelled = true;
            gate.ifPresent(held -> {
                held.cancelled.countDown();
                held.open.countDown();
            });
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
