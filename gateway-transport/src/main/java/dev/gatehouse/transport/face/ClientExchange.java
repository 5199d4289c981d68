package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Exchange;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.transport.wire.NoticeWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request of a client while it is answered: what can be said to the client before, and whether it still wants it. */
final class ClientExchange implements Exchange {

    /** How messages reach the client ahead of the reply. */
    interface Voice {
        /** Waits for room; false when the client will never hear it. */
        boolean say(List<ByteBuffer> message);

        /** Whether the client left where leaving means that it wants nothing any more. */
        boolean isDeserted();

        /** Where answers to questions come back; empty when there is no room to wait for any. */
        Optional<Asks> asks();

        /** Runs the action once the reply was delivered, or could not be. */
        void onOver(Runnable action);

        void onUndelivered(Runnable action);
    }

    private final Voice voice;
    private final Asking asking;
    private final RequestMeta meta;
    private final StreamCount count;
    private boolean cancelled;
    private @Nullable Runnable onCancel;
    private Asks.@Nullable Round asked;

    /** @param meta of the request: what its client wants to hear, and in which revision */
    ClientExchange(Voice voice, Asking asking, RequestMeta meta, StreamCount count) {
        this.voice = voice;
        this.asking = asking;
        this.meta = meta;
        this.count = count;
    }

    /** For what is answered before there is anything to be said. */
    static ClientExchange mute(RequestMeta meta, StreamCount count) {
        Voice nobody = new Voice() {
            @Override
            public boolean say(List<ByteBuffer> message) {
                return false;
            }

            @Override
            public boolean isDeserted() {
                return false;
            }

            @Override
            public Optional<Asks> asks() {
                return Optional.empty();
            }

            @Override
            public void onOver(Runnable action) {
                action.run();
            }

            @Override
            public void onUndelivered(Runnable action) {
                // There is no answer that could be lost.
            }
        };
        return new ClientExchange(nobody, Asking.NEVER, meta, count);
    }

    @Override
    public Asking asking() {
        return asking;
    }

    @Override
    public void send(Notice notice) {
        Optional<List<ByteBuffer>> message = NoticeWriter.of(notice, meta);
        if (message.isEmpty() || !voice.say(message.get())) {
            count.dropped();
        }
        // The loop tells of it too, by a thread that may have to wait for an upstream that talks without a pause.
        if (voice.isDeserted()) {
            cancel();
        }
    }

    @Override
    public Answers ask(List<InputRequest> requests, Deadline deadline) {
        if (asking != Asking.INLINE) {
            return new Answers.Missing("the client cannot be asked here");
        }
        if (requests.isEmpty()) {
            return new Answers.Given(Map.of());
        }
        return voice.asks()
                .map(asks -> ask(asks, requests, deadline))
                .orElseGet(() -> new Answers.Missing("too many sessions of this client are live"));
    }

    private Answers ask(Asks asks, List<InputRequest> requests, Deadline deadline) {
        try (Asks.Round round = asks.begin(requests)) {
            watch(round);
            round.questions().forEach((id, request) -> {
                if (!voice.say(NoticeWriter.asked(Json.of(id), request, meta.version()))) {
                    round.fail("the client left");
                }
            });
            Answers answers = round.await(deadline.remaining(System.nanoTime()).toNanos());
            if (answers instanceof Answers.Missing(String reason)) {
                round.unanswered().forEach(id -> voice.say(NoticeWriter.withdrawn(Json.of(id), reason)));
            }
            return answers;
        }
    }

    private void watch(Asks.Round round) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            asked = round;
        }
        if (now) {
            round.fail("the call was cancelled");
        }
    }

    @Override
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            onCancel = action;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public void onOver(Runnable action) {
        voice.onOver(action);
    }

    @Override
    public void onUndelivered(Runnable action) {
        voice.onUndelivered(action);
    }

    /** The client withdrew, or left where leaving means that. */
    void cancel() {
        Runnable action;
        Asks.Round round;
        synchronized (this) {
            action = cancelled ? null : onCancel;
            round = asked;
            cancelled = true;
        }
        if (round != null) {
            round.fail("the call was cancelled");
        }
        if (action != null) {
            action.run();
        }
    }
}
