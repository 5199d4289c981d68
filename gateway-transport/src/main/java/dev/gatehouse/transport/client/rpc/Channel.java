package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC over one pair of streams that all calls share. Answers find their call by the id that was minted here; whatever
 * answers to none is dropped and counted. Questions and log messages name no call: a question belongs to the one call of a
 * conversation that has no more than one at a time, a log message to the one call that wants such; else to nobody.
 */
public final class Channel {

    /** Where messages go. */
    @FunctionalInterface
    public interface Outlet {
        /**
         * Queues one message. Never blocks.
         *
         * @param wanted asked right before it is written: false drops it
         * @param refused told why when it could be written and was not accepted
         * @return false when there is no room for it
         */
        boolean offer(Json message, BooleanSupplier wanted, Consumer<String> refused);
    }

    /** How long an upstream may still log for a call that ended without its answer. */
    static final Duration LAST_WORDS_MAX = Duration.ofSeconds(30);

    private final Outlet outlet;
    private final boolean exclusive;
    private final Connector.Listener listener;
    private final Waits waits;
    private final ByteBudget budget;
    private final Chatter chatter = new Chatter();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, PipeCall> open = new ConcurrentHashMap<>();
    private final Map<Long, Consumer<Json>> listening = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable PipeCall> attended = new AtomicReference<>();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile Optional<Deadline> lastWords = Optional.empty();

    /** @param exclusive whether there is only one caller at a time, who can be asked */
    public Channel(Outlet outlet, boolean exclusive, Connector.Listener listener, Waits waits, ByteBudget budget) {
        this.outlet = outlet;
        this.exclusive = exclusive;
        this.listener = listener;
        this.waits = waits;
        this.budget = budget;
    }

    /**
     * Sends one request.
     *
     * @param message makes the request for the id it is given
     */
    public PipeCall send(LongFunction<Json> message, Caller caller, Session.Over over) {
        long id = ids.incrementAndGet();
        PipeCall call = new PipeCall(id, caller, this, over, waits, new Reservation(budget));
        open.put(id, call);
        if (exclusive && !caller.equals(Caller.GATEWAY)) {
            attended.set(call);
        }
        offer(call, message.apply(id));
        return call;
    }

    /** Sends a request of the gateway's own whose answer nobody keeps. */
    public PipeCall request(String method, Json params) {
        return own(method, params).paysNothing();
    }

    /** Sends a request of the gateway's own. */
    PipeCall own(String method, Json params) {
        return send(id -> Messages.request(id, method, params), Caller.GATEWAY, Session.Over.NOBODY);
    }

    /** Sends {@code subscriptions/listen}; {@code begun} takes what of it is acknowledged. */
    PipeCall listen(Json params, Consumer<Json> begun) {
        long id = ids.incrementAndGet();
        PipeCall call = new PipeCall(id, Caller.GATEWAY, this, Session.Over.NOBODY, waits, new Reservation(budget));
        call.paysNothing();
        open.put(id, call);
        listening.put(id, begun);
        offer(call, Messages.request(id, "subscriptions/listen", params));
        return call;
    }

    private void offer(PipeCall call, Json message) {
        String failed = failure.get();
        if (failed != null) {
            call.lose(Cause.UNAVAILABLE, failed);
        } else if (!outlet.offer(message, call::beginWrite, why -> call.lose(Cause.UNAVAILABLE, why))) {
            failed = failure.get();
            call.lose(
                    failed == null ? Cause.OVERLOADED : Cause.UNAVAILABLE,
                    failed == null ? "the upstream reads too slowly" : failed);
        }
    }

    /** Sends what has no answer; one that finds no room is lost. */
    public void tell(Json message) {
        boolean _ = outlet.offer(message, () -> true, _ -> {});
    }

    Waits waits() {
        return waits;
    }

    void forget(PipeCall call, boolean answered) {
        if (call.wantsLogs() && !answered) {
            lastWords = Optional.of(Deadline.in(LAST_WORDS_MAX, waits.nanoTime()));
        }
        open.remove(call.id());
        listening.remove(call.id());
        attended.compareAndSet(call, null);
    }

    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Messages that were for nobody, so far. */
    public long dropped() {
        return chatter.total();
    }

    /** Whether the upstream writes so much that answers nothing that it has to be ended. */
    public boolean isFlooded() {
        return chatter.isTooMuch();
    }

    /** The conversation cannot go on: open calls are lost. The first reason stays. */
    public void fail(Cause cause, String why) {
        if (failure.compareAndSet(null, why)) {
            open.values().forEach(call -> call.lose(cause, why));
            listener.ended();
        }
    }

    /** Something that came and is no message. One thread at a time calls this and {@link #take}. */
    public void junk() {
        chatter.count();
    }

    public void take(Incoming message) {
        switch (message) {
            case Incoming.Answer answer -> ifOpen(OptionalLong.of(answer.id()), call -> call.answered(answer));
            case Incoming.Failure failed -> ifOpen(failed.id(), call -> call.failed(failed));
            case Incoming.Asked asked -> asked(asked);
            case Incoming.Told told -> told(told);
            case Incoming.Junk _ -> chatter.count();
        }
    }

    private void ifOpen(OptionalLong id, Consumer<PipeCall> then) {
        PipeCall call = id.isPresent() ? open.get(id.getAsLong()) : null;
        if (call == null) {
            chatter.count();
        } else {
            then.accept(call);
        }
    }

    private void asked(Incoming.Asked asked) {
        chatter.count();
        PipeCall call = attended.get();
        if (call == null || !call.asked(asked)) {
            tell(Messages.answer(asked));
        }
    }

    private void told(Incoming.Told told) {
        chatter.count();
        switch (told.method()) {
            case "notifications/progress" -> ifOpen(id(told.params().member("progressToken")), call -> call.told(told));
            case "notifications/message" -> logged(told);
            case "notifications/subscriptions/acknowledged" -> begun(told.params());
            case "notifications/cancelled" -> withdrawn(id(told.params().member("requestId")));
            default -> {
                boolean _ = News.tell(told, listener);
            }
        }
    }

    /** It may still be about a call that is over: then it is for nobody, as it is when several calls want to hear. */
    private void logged(Incoming.Told told) {
        if (lastWords.filter(until -> !until.isOver(waits.nanoTime())).isPresent()) {
            return;
        }
        List<PipeCall> wanting =
                open.values().stream().filter(PipeCall::wantsLogs).limit(2).toList();
        if (wanting.size() == 1) {
            wanting.getFirst().told(told);
        }
    }

    private void begun(Json params) {
        Optional<Json> id = params.member(Results.META).flatMap(meta -> meta.member(Results.SUBSCRIPTION_ID));
        Consumer<Json> begun = listening.get(id(id).orElse(-1));
        if (begun != null) {
            begun.accept(params.member("notifications").orElse(Json.EMPTY_OBJECT));
        }
    }

    /** The one kind of request that the other side ends so (2026-07-28, basic/patterns/cancellation). */
    private void withdrawn(OptionalLong id) {
        if (id.isPresent() && listening.containsKey(id.getAsLong())) {
            ifOpen(id, call -> call.lose(Cause.CANCELLED, "the upstream ended it"));
        }
    }

    private static OptionalLong id(Optional<Json> value) {
        return value.map(Json::integer).orElse(OptionalLong.empty());
    }
}
