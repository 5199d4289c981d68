package dev.gatehouse.transport.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one response to one request. May be used from any thread; the first answer counts. */
final class Responder {
    /** Told on the loop how the response ended. */
    @FunctionalInterface
    interface Completion {
        void completed();
    }

    private final Channel channel;
    private final RequestHead head;
    private final ResponseHeaders responses;
    private final Completion completion;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final List<Runnable> farewells = new ArrayList<>();
    private final List<Runnable> regrets = new CopyOnWriteArrayList<>();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private boolean gone;

    Responder(Channel channel, RequestHead head, ResponseHeaders responses, Completion completion) {
        this.channel = channel;
        this.head = head;
        this.responses = responses;
        this.completion = completion;
    }

    /** @throws IllegalArgumentException when a header is invalid; nothing was answered then */
    void answer(int status, List<Map.Entry<String, String>> headers, ByteBuf body) {
        send(responses.response(status, headers, body, head));
    }

    /** @param drained whether the rest of the request will be read and thrown away, so that the connection can stay */
    void answer(EarlyAnswer answer, boolean drained) {
        FullHttpResponse response = responses.early(answer, head);
        if (!drained) {
            HttpUtil.setKeepAlive(response, false);
        }
        send(response);
    }

    boolean isAnswered() {
        return answered.get();
    }

    /** Runs the action when the client leaves before it was answered; at once when it has left. */
    void onGone(Runnable action) {
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
    void onUndelivered(Runnable action) {
        regrets.add(action);
    }

    /** Runs the action on the loop when the answer was delivered or could not be. */
    void onOver(Runnable action) {
        endings.add(action);
    }

    /** The client left. The actions may block, so they do not run here on the loop. */
    void gone() {
        List<Runnable> actions;
        synchronized (farewells) {
            gone = true;
            actions = List.copyOf(farewells);
            farewells.clear();
        }
        if (!answered.get()) {
            actions.forEach(Thread::startVirtualThread);
        }
    }

    private void send(FullHttpResponse response) {
        if (!answered.compareAndSet(false, true)) {
            response.release();
            return;
        }
        var _ = channel.writeAndFlush(response).addListener(written -> {
            if (!written.isSuccess()) {
                regrets.forEach(Thread::startVirtualThread);
            }
            completion.completed();
            endings.forEach(Runnable::run);
        });
    }
}
