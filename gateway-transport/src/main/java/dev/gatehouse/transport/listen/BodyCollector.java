package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.wire.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the body of one request into one array, paying for it from the byte budget before it holds it. When the budget
 * is spent, reading stops for a while; then the request is refused. On the loop only.
 */
final class BodyCollector {
    private static final byte[] NOTHING = {};
    private static final long RETRY_MILLIS = 20;

    /** Called once, on the loop. */
    interface Outcome {
        void whole(byte[] body);

        void failed(EarlyAnswer answer);
    }

    private final ChannelHandlerContext ctx;
    private final ByteBudget budget;
    private final HttpLimits.Body limits;
    private final int bytesMax;
    private final long declared;
    private final Outcome outcome;
    private final Deque<HttpContent> waiting = new ArrayDeque<>();
    private byte[] body = NOTHING;
    private int length;
    private long reserved;
    private long waitingSince;
    private boolean over;
    private @Nullable Future<?> timer;
    private @Nullable Future<?> retry;

    /** @param declared the Content-Length, or -1 */
    BodyCollector(
            ChannelHandlerContext ctx,
            ByteBudget budget,
            HttpLimits.Body limits,
            int bytesMax,
            long declared,
            Outcome outcome) {
        this.ctx = ctx;
        this.budget = budget;
        this.limits = limits;
        this.bytesMax = bytesMax;
        this.declared = declared;
        this.outcome = outcome;
    }

    void take(HttpContent content) {
        if (over) {
            return;
        }
        if (!waiting.isEmpty()) {
            waiting.add(content.retain());
        } else if (!append(content)) {
            pause(content);
        }
    }

    /** All that has arrived was taken; the rest must come in time. A body that came whole never pays for a timer. */
    void awaitRest() {
        if (!over && timer == null) {
            timer = ctx.executor().schedule(this::tooSlow, limits.time().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Nothing more will come of this body. What it reserved stays until {@link #release}. */
    void stop() {
        over = true;
        waiting.forEach(HttpContent::release);
        waiting.clear();
        cancel(timer);
        cancel(retry);
    }

    /** The request is over, and with it everything that held its bytes. */
    void release() {
        stop();
        budget.release(reserved);
        reserved = 0;
        body = NOTHING;
    }

    /** False when the budget has no room now; nothing was taken then. */
    private boolean append(HttpContent content) {
        ByteBuf bytes = content.content();
        int needed = length + bytes.readableBytes();
        if (needed > bytesMax) {
            fail(EarlyAnswer.hostile(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "body exceeds " + bytesMax + " bytes"));
            return true;
        }
        if (needed > body.length && !grow(needed)) {
            return false;
        }
        int count = bytes.readableBytes();
        bytes.readBytes(body, length, count);
        length += count;
        if (content instanceof LastHttpContent) {
            byte[] whole = length == body.length ? body : Arrays.copyOf(body, length);
            stop();
            outcome.whole(whole);
        }
        return true;
    }

    private boolean grow(int needed) {
        int wanted = Math.max(needed, Math.min(bytesMax, Math.max(ByteBudget.STEP_BYTES, body.length * 2)));
        int size = declared >= needed ? (int) Math.min(declared, wanted) : wanted;
        if (!budget.tryReserve(size - reserved)) {
            return false;
        }
        reserved = size;
        body = Arrays.copyOf(body, size);
        return true;
    }

    private void pause(HttpContent content) {
        waiting.add(content.retain());
        waitingSince = System.nanoTime();
        ctx.channel().config().setAutoRead(false);
        retryLater();
    }

    private void retryLater() {
        retry = ctx.executor().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void retry() {
        while (!waiting.isEmpty() && !over) {
            if (!append(waiting.element())) {
                waitOrGiveUp();
                return;
            }
            // A body that ended or failed has let go of everything that waited.
            if (!over) {
                waiting.remove().release();
            }
        }
        ctx.channel().config().setAutoRead(true);
    }

    private void waitOrGiveUp() {
        if (System.nanoTime() - waitingSince < limits.budgetWait().toNanos()) {
            retryLater();
        } else {
            ctx.channel().config().setAutoRead(true);
            fail(EarlyAnswer.overloaded("too many bytes are under way"));
        }
    }

    private void tooSlow() {
        if (!over) {
            fail(EarlyAnswer.hostile(HttpResponseStatus.REQUEST_TIMEOUT, "the body took too long"));
        }
    }

    private void fail(EarlyAnswer answer) {
        stop();
        outcome.failed(answer);
    }

    private static void cancel(@Nullable Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
