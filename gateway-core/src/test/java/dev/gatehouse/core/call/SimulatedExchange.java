package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A client response that may be cancelled at any time, lost at its end, and whose client answers when it likes. */
final class SimulatedExchange implements Exchange {
    private final Random random;
    private final SimulatedJournal journal;
    private final SimulatedUpstream upstream;
    private final Asking drawn;
    private final List<Runnable> over = new ArrayList<>();
    private final List<Runnable> undelivered = new ArrayList<>();
    long asked;
    boolean lost;

    SimulatedExchange(Random random, SimulatedJournal journal, SimulatedUpstream upstream) {
        this.random = random;
        this.journal = journal;
        this.upstream = upstream;
        this.drawn = Asking.values()[random.nextInt(Asking.values().length)];
    }

    @Override
    public Asking asking() {
        return drawn;
    }

    @Override
    public void send(Notice notice) {}

    /** Nothing is asked before the question is durable. */
    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        if (drawn != Asking.INLINE) {
            throw new AssertionError("asked a client that cannot be asked here");
        }
        if (!journal.outcomesDurable.contains(upstream.lastAsked)) {
            throw new AssertionError("asked before the question was durable");
        }
        asked++;
        return switch (random.nextInt(8)) {
            case 0 -> throw new IllegalStateException("simulated bug");
            case 1, 2 -> new Answers.Missing("simulated");
            default -> {
                Map<String, Json> answers = new HashMap<>();
                requests.forEach(request -> answers.put(request.key(), Json.EMPTY_OBJECT));
                yield new Answers.Given(answers);
            }
        };
    }

    @Override
    public void onCancel(Runnable action) {
        if (random.nextInt(12) == 0) {
            action.run();
        }
    }

    @Override
    public void onOver(Runnable action) {
        over.add(action);
    }

    @Override
    public void onUndelivered(Runnable action) {
        undelivered.add(action);
    }

    /** The reply leaves, or its client has left. */
    void end(Reply reply) {
        lost = !undelivered.isEmpty() && random.nextInt(8) == 0;
        if (lost) {
            undelivered.forEach(Runnable::run);
        }
        over.forEach(Runnable::run);
    }
}
