package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.Reservation;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC over one child's pipes. Answers find their call by the id that was minted here; whatever answers to none is
 * dropped and counted, and who writes too much of that is ended.
 */
final class Conversation implements ChildWatch.Watched {
    static final long WRITE_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** After the child exited its output may still be on the way. */
    private static final long LAST_WORDS_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Child child;
    private final StderrTail stderr;
    private final Connector.Listener listener;
    private final Waits waits;
    private final ByteBudget budget;
    private final StdinWriter writer;
    private final Chatter chatter = new Chatter();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, StdioCall> open = new ConcurrentHashMap<>();
    private long exitSeenNanos;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    Conversation(Child child, StderrTail stderr, Connector.Listener listener, Waits waits, ByteBudget budget) {
        this.child = child;
        this.stderr = stderr;
        this.listener = listener;
        this.waits = waits;
        this.budget = budget;
        this.writer = new StdinWriter(child.stdin(), this::fail);
    }

    void begin(String name) {
        Thread.ofPlatform().name("gatehouse-stdin-" + name).daemon().start(writer);
        Thread.ofPlatform().name("gatehouse-stdout-" + name).daemon().start(this::read);
    }

    /**
     * Sends one request.
     *
     * @param message makes the request for the id it is given
     * @param progressToken the caller's own, when progress is wanted
     */
    StdioCall send(LongFunction<Json> message, Optional<Json> progressToken, Runnable over) {
        long id = ids.incrementAndGet();
        StdioCall call = new StdioCall(id, progressToken, this, over, waits, new Reservation(budget));
        open.put(id, call);
        String failed = failure.get();
        if (failed != null) {
            call.lose(Cause.UNAVAILABLE, failed);
        } else if (!writer.offer(message.apply(id), call::beginWrite)) {
            failed = failure.get();
            call.lose(
                    failed == null ? Cause.OVERLOADED : Cause.UNAVAILABLE,
                    failed == null ? "the upstream reads too slowly" : failed);
        }
        return call;
    }

    /** Sends a notification; one that finds the queue full is lost. */
    void tell(Json notification) {
        boolean _ = writer.offer(notification, () -> true);
    }

    void tellCancelled(long id, String reason) {
        tell(Dialect.cancelled(id, reason));
    }

    void forget(long id) {
        open.remove(id);
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Messages that were for nobody, so far. */
    long dropped() {
        return chatter.total();
    }

    /** Ends the child, politely first; open calls are lost at once. */
    void close() throws InterruptedException {
        fail("it was stopped");
        writer.finish();
        child.stop();
    }

    /** Ends the child without asking it. */
    void abort(String why) {
        abort(Cause.UNAVAILABLE, why);
    }

    private void abort(Cause cause, String why) {
        fail(cause, why);
        writer.finish();
        child.kill();
    }

    @Override
    public boolean look(long nowNanos) {
        if (writer.blockedNanos(nowNanos) > WRITE_MAX_NANOS) {
            abort("it stopped reading");
        }
        lookForExit(nowNanos);
        return stderr.poll(nowNanos);
    }

    private void read() {
        LineReader lines = new LineReader(child.stdout(), budget);
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                read(line);
                if (chatter.isTooMuch()) {
                    abort("it floods its stdout");
                    return;
                }
            }
        } catch (LineReader.LineRefusedException e) {
            abort(e.why(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The pipe was closed under the reader because the child is gone: the same end as an orderly one.
        } finally {
            lines.release();
        }
        ended();
    }

    private void read(byte[] line) {
        try {
            Incoming.read(Json.read(line)).forEach(this::take);
        } catch (JsonSyntaxException e) {
            chatter.count();
        }
    }

    private void take(Incoming message) {
        switch (message) {
            case Incoming.Answer answer -> ifOpen(OptionalLong.of(answer.id()), call -> call.answered(answer));
            case Incoming.Failure failed -> ifOpen(failed.id(), call -> call.failed(failed));
            case Incoming.Asked asked -> {
                chatter.count();
                tell(Dialect.answer(asked));
            }
            case Incoming.Told told -> told(told);
            case Incoming.Junk _ -> chatter.count();
        }
    }

    private void ifOpen(OptionalLong id, Consumer<StdioCall> then) {
        StdioCall call = id.isPresent() ? open.get(id.getAsLong()) : null;
        if (call == null) {
            chatter.count();
        } else {
            then.accept(call);
        }
    }

    private void told(Incoming.Told told) {
        chatter.count();
        switch (told.method()) {
            case "notifications/progress" -> {
                Optional<Json> token = told.params().member("progressToken");
                ifOpen(token.map(Json::integer).orElse(OptionalLong.empty()), call -> call.progressed(told.params()));
            }
            case "notifications/tools/list_changed" -> listener.toolsChanged();
            default -> {
                // Logs and the like are tied to no call on a shared pipe, so they belong to no caller.
            }
        }
    }

    /** A grandchild may hold the output open: then the reader never sees its end. */
    private void lookForExit(long nowNanos) {
        if (child.process().isAlive()) {
            return;
        }
        if (exitSeenNanos == 0) {
            exitSeenNanos = nowNanos;
        } else if (nowNanos - exitSeenNanos > LAST_WORDS_MAX_NANOS) {
            fail(exitDescribed());
        }
    }

    /** No more answers can come, whether or not the process lives on. */
    private void ended() {
        try {
            boolean exited = child.process().waitFor(LAST_WORDS_MAX_NANOS, TimeUnit.NANOSECONDS);
            fail(exited ? exitDescribed() : "its stdout is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("its stdout is closed");
        }
    }

    private String exitDescribed() {
        stderr.poll(System.nanoTime());
        String last = stderr.last();
        String status = "it exited with status " + child.process().exitValue();
        return last.isEmpty() ? status : status + ", last words: " + last;
    }

    private void fail(String why) {
        fail(Cause.UNAVAILABLE, why);
    }

    private void fail(Cause cause, String why) {
        if (failure.compareAndSet(null, why)) {
            open.values().forEach(call -> call.lose(cause, why));
            listener.ended();
        }
    }
}
