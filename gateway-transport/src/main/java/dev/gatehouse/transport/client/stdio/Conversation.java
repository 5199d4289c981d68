package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.rpc.Channel;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.wire.ByteBudget;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** JSON-RPC over one child's pipes; a child that stops reading or writes too much that answers nothing is ended. */
final class Conversation implements ChildWatch.Watched {
    static final long WRITE_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How Java tells of a signal that ended a process: by this much more than its number. */
    private static final int SIGNALLED = 0x80;

    /** After the child exited its output may still be on the way. */
    private static final long LAST_WORDS_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Child child;
    private final StderrTail stderr;
    private final ByteBudget budget;
    private final StdinWriter writer;
    private final Channel channel;
    private long exitSeenNanos;

    /** @param exclusive whether there is only one caller at a time, who can be asked */
    Conversation(
            Child child,
            StderrTail stderr,
            boolean exclusive,
            Connector.Listener listener,
            Waits waits,
            ByteBudget budget) {
        this.child = child;
        this.stderr = stderr;
        this.budget = budget;
        this.writer = new StdinWriter(child.stdin(), this::fail);
        this.channel =
                new Channel((message, wanted, _) -> writer.offer(message, wanted), exclusive, listener, waits, budget);
    }

    void begin(String name) {
        Thread.ofPlatform().name("gatehouse-stdin-" + name).daemon().start(writer);
        Thread.ofPlatform().name("gatehouse-stdout-" + name).daemon().start(this::read);
    }

    Channel channel() {
        return channel;
    }

    Optional<String> failure() {
        return channel.failure();
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
        channel.fail(cause, why);
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
                if (channel.isFlooded()) {
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
            Incoming.read(Json.read(line)).forEach(channel::take);
        } catch (JsonSyntaxException e) {
            channel.junk();
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
        int exit = child.process().exitValue();
        String signal = exit > SIGNALLED ? " (signal " + (exit - SIGNALLED) + ")" : "";
        String status = "it exited with status " + exit + signal;
        return last.isEmpty() ? status : status + ", last words: " + last;
    }

    private void fail(String why) {
        channel.fail(Cause.UNAVAILABLE, why);
    }
}
