package dev.gatehouse.policy.script.worker;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptFetch.Fetched;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process that runs scripts, one call at a time: whoever took it out of the pool owns it. */
final class Worker {
    /** What fits into the socket's buffer is written at once; more could wait for a worker that reads no more. */
    private static final int AT_ONCE_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final String name;
    private final Process process;
    private final Line line;
    private final ScheduledExecutorService guard;
    private final Map<String, Integer> numbers = new LinkedHashMap<>(16, 0.75f, true);
    private int numbered;
    private volatile boolean dead;

    Worker(String name, Process process, Line line, ScheduledExecutorService guard) {
        this.name = name;
        this.process = process;
        this.line = line;
        this.guard = guard;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return !dead && process.isAlive();
    }

    boolean has(Script script) {
        return numbers.containsKey(script.digest());
    }

    /** Whatever it is doing is over. */
    void kill() {
        dead = true;
        process.destroyForcibly();
        line.close();
    }

    Loaded load(Script script) throws InterruptedException {
        int number = ++numbered;
        ByteBuffer message =
                Frame.of(Frame.LOAD, script.text().getBytes(StandardCharsets.UTF_8), number, script.fetches() ? 1 : 0);
        Frame reply = ask(message, WorkerSettings.LOAD_MAX);
        return switch (reply.kind()) {
            case Frame.LOADED -> {
                numbers.put(script.digest(), number);
                dropOldest();
                yield new Loaded.Ready();
            }
            case Frame.WRONG ->
                new Loaded.Wrong(reply.rest().getInt(), reply.rest().getInt(), reply.text());
            default -> {
                kill();
                yield new Loaded.Unavailable("the worker was lost while it read the script");
            }
        };
    }

    /** @param script one that it {@link #has} */
    Ran run(Script script, Json context, Duration within, ScriptFetch fetch) throws InterruptedException {
        Integer number = numbers.get(script.digest());
        if (number == null) {
            return lost("the script is not loaded");
        }
        long until = System.nanoTime() + within.toNanos();
        Frame reply = ask(call(number, context, within), within.plus(WorkerSettings.GRACE));
        for (int fetches = 0; reply.kind() == Frame.FETCH; fetches++) {
            Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            Fetched fetched = fetches < ScriptFetch.FETCHES_MAX
                    ? fetched(reply, left, fetch)
                    : new Fetched.Refused("more than " + ScriptFetch.FETCHES_MAX + " fetches in one call");
            Duration after = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            reply = ask(Frame.of(Frame.FETCHED, written(fetched).bytes()), after.plus(WorkerSettings.GRACE));
        }
        return ran(reply, within);
    }

    private static ByteBuffer call(int number, Json context, Duration within) {
        ByteBuffer message = ByteBuffer.allocate(Frame.HEAD_BYTES + 2 * Integer.BYTES + context.length());
        message.putInt(message.capacity() - Integer.BYTES)
                .put(Frame.CALL)
                .putInt(number)
                .putInt((int) within.toMillis());
        return message.put(context.asByteBuffer()).flip();
    }

    private static Fetched fetched(Frame asked, Duration left, ScriptFetch fetch) {
        try {
            return left.isZero() ? new Fetched.Refused("no time is left") : fetch.fetch(Json.read(asked.bytes()), left);
        } catch (JsonSyntaxException _) {
            return new Fetched.Refused("the request cannot be read");
        }
    }

    private static Json written(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Came(Json response) -> response;
            case Fetched.Refused(String why) ->
                Json.object().put("refused", why).build();
        };
    }

    private Ran ran(Frame reply, Duration within) {
        return switch (reply.kind()) {
            case Frame.ANSWER -> answered(reply);
            case Frame.FAILED -> failed(reply.rest().getInt(), reply.text(), within);
            default -> lost("the worker ended, or did not answer " + within.toMillis() + " ms of a script's time");
        };
    }

    private static Ran answered(Frame reply) {
        try {
            return new Ran.Answered(Json.read(reply.bytes()));
        } catch (JsonSyntaxException e) {
            return new Ran.Failed(Fault.NO_JSON, String.valueOf(e.getMessage()));
        }
    }

    private Ran failed(int code, String detail, Duration within) {
        return switch (code) {
            case 1 -> new Ran.Failed(Fault.THREW, detail);
            case 2 -> new Ran.Failed(Fault.TIMEOUT, "more than " + within.toMillis() + " ms");
            case 3 -> new Ran.Failed(Fault.UNSETTLED, "");
            case 4 -> new Ran.Failed(Fault.ANSWER_TOO_LARGE, "");
            case 5 -> new Ran.Failed(Fault.NO_JSON, "");
            default -> lost("the worker says what it cannot say");
        };
    }

    private Ran lost(String detail) {
        kill();
        return new Ran.Failed(Fault.WORKER_LOST, detail);
    }

    private Frame ask(ByteBuffer message, Duration within) throws InterruptedException {
        @Nullable
        ScheduledFuture<?> stuck = message.remaining() <= AT_ONCE_BYTES
                ? null
                : guard.schedule(this::kill, within.toMillis(), TimeUnit.MILLISECONDS);
        try {
            line.send(message);
            Frame reply = line.receive(within);
            return reply == null ? Frame.END : reply;
        } catch (IOException _) {
            return Frame.END;
        } finally {
            if (stuck != null) {
                stuck.cancel(false);
            }
        }
    }

    private void dropOldest() throws InterruptedException {
        if (numbers.size() > WorkerSettings.SCRIPTS_MAX) {
            Map.Entry<String, Integer> oldest = numbers.entrySet().iterator().next();
            numbers.remove(oldest.getKey());
            Frame reply = ask(Frame.of(Frame.DROP, NOTHING, oldest.getValue()), WorkerSettings.LOAD_MAX);
            if (reply.kind() != Frame.DROPPED) {
                kill();
            }
        }
    }
}
