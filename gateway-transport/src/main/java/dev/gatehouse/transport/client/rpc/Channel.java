package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.Reservation;
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
 * answers to none is dropped and counted. Questions and log messages name no call: they belong to the one call of a
 * conversation that has no more than one at a time, and to nobody elsewhere.
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

    private final Outlet outlet;
    private final boolean exclusive;
    private final Connector.Listener listener;
    private final Waits waits;
    private final ByteBudget budget;
    private final Chatter chatter = new Chatter();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, PipeCall> open = new ConcurrentHashMap<>();
    private final Map<Long, Consumer<Json>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable PipeCall> attended = new AtomicReference<>();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

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
    PipeCall listen(Json params, Consumer<Json> begun, Session.Over over) {
        long id = ids.incrementAndGet();
        PipeCall call = new PipeCall(id, Caller.GATEWAY, this, over, waits, new Reservation(budget));
        call.paysNothing();
        open.put(id, call);
        acknowledged.put(id, begun);
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

    void forget(PipeCall call) {
        open.remove(call.id());
        acknowledged.remove(call.id());
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
            case "notifications/message" -> {
                PipeCall call = attended.get();
                if (call != null) {
                    call.told(told);
                }
            }
            case "notifications/subscriptions/acknowledged" -> begun(told.params());
            default -> {
                boolean _ = News.tell(told, listener);
            }
        }
    }

    private void begun(Json params) {
        Optional<Json> id = params.member(Results.META).flatMap(meta -> meta.member(Results.SUBSCRIPTION_ID));
        Consumer<Json> begun = acknowledged.remove(id(id).orElse(-1));
        if (begun != null) {
            begun.accept(params.member("notifications").orElse(Json.EMPTY_OBJECT));
        }
    }

    private static OptionalLong id(Optional<Json> value) {
        return value.map(Json::integer).orElse(OptionalLong.empty());
    }
}
