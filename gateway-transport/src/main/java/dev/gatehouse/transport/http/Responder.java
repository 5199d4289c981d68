package dev.gatehouse.transport.http;

import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.StreamLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The one response to one request: an answer or a stream. May be used from any thread; the first one counts. */
public final class Responder {
    /** Told on the loop how far the response has come. */
    public interface Completion {
        /** Nothing is under way for it any more, though it may go on. */
        void settled();

        void completed();
    }

    private final Channel channel;
    private final RequestHead head;
    private final ResponseHeaders responses;
    private final Completion completion;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final List<Runnable> farewells = new ArrayList<>();
    private final List<Runnable> regrets = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private volatile boolean held;
    private boolean gone;
    private @Nullable EventStream stream;

    public Responder(Channel channel, RequestHead head, ResponseHeaders responses, Completion completion) {
        this.channel = channel;
        this.head = head;
        this.responses = responses;
        this.completion = completion;
    }

    /** @throws IllegalArgumentException when a header is invalid; nothing was answered then */
    public void answer(int status, List<Map.Entry<String, String>> headers, ByteBuf body) {
        send(responses.response(status, headers, body, head));
    }

    /** @param drained whether the rest of the request will be read and thrown away, so that the connection can stay */
    public void answer(EarlyAnswer answer, boolean drained) {
        FullHttpResponse response = responses.early(answer, head);
        if (!drained) {
            HttpUtil.setKeepAlive(response, false);
        }
        send(response);
    }

    /** Commits to status 200 and a stream of events; empty when there is an answer already. */
    public Optional<EventStream> stream(StreamLimits limits) {
        if (!answered.compareAndSet(false, true)) {
            return Optional.empty();
        }
        EventStream opened = new EventStream(channel, limits, this::ended);
        boolean left;
        synchronized (farewells) {
            stream = opened;
            left = gone;
        }
        if (left) {
            opened.gone();
        }
        var _ = channel.writeAndFlush(responses.stream(head));
        return Optional.of(opened);
    }

    /**
     * Gives the request's place among those in flight, and its bytes, back before the response ends: for a stream that
     * stays open without work going on.
     */
    public void settle() {
        onLoop(completion::settled);
    }

    /**
     * Keeps the request's place and bytes beyond its answer, for work that the answer does not end.
     *
     * @return gives them back, once the answer was given
     */
    public Runnable hold() {
        held = true;
        return () -> onLoop(completion::completed);
    }

    /** Whether the client left. */
    public boolean isDeserted() {
        synchronized (farewells) {
            return gone;
        }
    }

    public boolean isAnswered() {
        return answered.get();
    }

    /** Runs the action when the client leaves before the response ended; at once when it has left. */
    public void onGone(Runnable action) {
        boolean now;
        synchronized (farewells) {
            now = gone;
            if (!now) {
                farewells.add(action);
            }
        }
        if (now) {
            action.run();
        }
    }

    /** Runs the action when the answer, once given, could not be delivered. */
    public void onUndelivered(Runnable action) {
        synchronized (farewells) {
            regrets.add(action);
        }
    }

    /** Runs the action on the loop when the answer was delivered or could not be. */
    public void onOver(Runnable action) {
        synchronized (farewells) {
            endings.add(action);
        }
    }

    /** The client left. The actions may block, so they do not run here on the loop. */
    public void gone() {
        List<Runnable> actions;
        EventStream open;
        synchronized (farewells) {
            gone = true;
            actions = List.copyOf(farewells);
            farewells.clear();
            open = stream;
        }
        boolean unfinished = open == null ? !answered.get() : open.isOpen();
        if (open != null) {
            open.gone();
        }
        if (unfinished) {
            actions.forEach(Thread::startVirtualThread);
        }
    }

    private void send(FullHttpResponse response) {
        if (!answered.compareAndSet(false, true)) {
            response.release();
            return;
        }
        if (channel.eventLoop().inEventLoop()) {
            write(response);
        } else {
            onLoop(() -> write(response), () -> {
                response.release();
                ended(false);
            });
        }
    }

    private void write(FullHttpResponse response) {
        var _ = channel.writeAndFlush(response).addListener(written -> ended(written.isSuccess()));
    }

    private void onLoop(Runnable task) {
        onLoop(task, task);
    }

    /** @param stopped run instead when the loops have stopped, and with them every connection */
    private void onLoop(Runnable task, Runnable stopped) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            stopped.run();
        }
    }

    private void ended(boolean delivered) {
        List<Runnable> undelivered;
        List<Runnable> over;
        synchronized (farewells) {
            undelivered = delivered ? List.of() : List.copyOf(regrets);
            over = List.copyOf(endings);
        }
        undelivered.forEach(Thread::startVirtualThread);
        if (!held) {
            completion.completed();
        }
        over.forEach(Runnable::run);
    }
}
