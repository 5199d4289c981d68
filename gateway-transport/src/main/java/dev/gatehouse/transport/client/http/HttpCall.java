package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.http.AnswerHead.ContentType;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Results;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request over HTTP and what came back for it; messages are parsed by the thread that pulls. */
final class HttpCall implements UpstreamCall {

    /** What a call needs of the conversation it is part of. */
    interface Context {
        /** Something on the call's own stream that is not its answer. */
        void aside(Incoming message);

        /** Sends the request again after its session was lost; empty when that cannot be. May block. */
        Optional<HttpExchange> again(Deadline deadline);

        /** The upstream should stop working on the request. */
        void cancelled(String reason);
    }

    private final long id;
    private final Optional<Json> progressToken;
    private final Context context;
    private final Runnable over;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Queue<Incoming> messages = new ArrayDeque<>();
    private volatile HttpExchange exchange;
    private boolean sentAgain;
    private @Nullable UpstreamEvent last;

    HttpCall(long id, Optional<Json> progressToken, Context context, HttpExchange exchange, Runnable over) {
        this.id = id;
        this.progressToken = progressToken;
        this.context = context;
        this.exchange = exchange;
        this.over = over;
    }

    /** Status and headers of the answer, once the call is done; empty when there was none. */
    Optional<AnswerHead> head() {
        return exchange.head();
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        try {
            while (last == null) {
                Incoming message = messages.poll();
                Optional<UpstreamEvent> event = message == null ? receive(deadline) : read(message);
                if (event.isPresent()) {
                    return event.get();
                }
            }
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(Cause.CANCELLED, "interrupted", Reason.SHUTDOWN);
            return done(Results.lost(Cause.CANCELLED, exchange.sent(), "interrupted"));
        }
    }

    @Override
    public void decline(String reason) {
        throw new UnsupportedOperationException("the upstream was given no capability to ask with");
    }

    @Override
    public void answer(Permit round) {
        throw new UnsupportedOperationException("the upstream was given no capability to ask with");
    }

    /** Calls that ask are not resumed yet: nothing was declared that could be asked. */
    @Override
    public Optional<String> detach() {
        return Optional.empty();
    }

    @Override
    public void cancel(Reason reason) {
        stop(Cause.CANCELLED, "cancelled: " + word(reason), reason);
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        exchange.release();
    }

    /** Takes one piece of the answer; empty when it yielded no event by itself. */
    private Optional<UpstreamEvent> receive(Deadline deadline) throws InterruptedException {
        Optional<Piece> piece = exchange.take(deadline);
        if (piece.isEmpty()) {
            stop(Cause.TIMEOUT, "no answer in time", Reason.DEADLINE);
            return Optional.of(done(Results.lost(Cause.TIMEOUT, exchange.sent(), "no answer in time")));
        }
        return switch (piece.get()) {
            case Piece.Event event -> parse(event.data());
            case Piece.Body body -> body(body.bytes(), deadline);
            case Piece.StreamEnd _ -> Optional.of(done(Results.malformed("the stream ended without an answer")));
            case Piece.Broken broken ->
                Optional.of(done(Results.lost(broken.cause(), exchange.sent(), broken.detail())));
        };
    }

    private Optional<UpstreamEvent> parse(byte[] data) {
        // An event that is no message may be the server's own affair; the answer can still come.
        HttpAnswers.messages(data).ifPresent(messages::addAll);
        return Optional.empty();
    }

    private Optional<UpstreamEvent> body(byte[] bytes, Deadline deadline) {
        AnswerHead head = exchange.head().orElseThrow();
        if (head.status() == 404 && !sentAgain) {
            sentAgain = true;
            Optional<HttpExchange> again = context.again(deadline);
            if (again.isPresent()) {
                swap(again.get());
                return Optional.empty();
            }
        }
        if (head.status() != 200) {
            UpstreamReply refused = HttpAnswers.refused(head, bytes);
            return Optional.of(done(new UpstreamEvent.Done(refused)));
        }
        Optional<List<Incoming>> read =
                head.contentType() == ContentType.JSON ? HttpAnswers.messages(bytes) : Optional.empty();
        for (Incoming message : read.orElse(List.of())) {
            Optional<UpstreamEvent> event = read(message);
            if (last != null) {
                return event;
            }
        }
        return Optional.of(done(Results.malformed("an answer that is no JSON-RPC answer to the request")));
    }

    /** A call cancelled while it was sent again must not leave the new exchange behind. */
    private void swap(HttpExchange again) {
        exchange.release();
        exchange = again;
        if (ended.get()) {
            again.abandon(Cause.CANCELLED, "cancelled");
        }
    }

    private Optional<UpstreamEvent> read(Incoming message) {
        return switch (message) {
            case Incoming.Answer answer when answer.id() == id -> Optional.of(settle(Results.read(answer.result())));
            case Incoming.Failure failure
            when isOurs(failure.id()) -> {
                context.aside(failure);
                yield Optional.of(settle(Results.failed(failure)));
            }
            case Incoming.Told told when told.method().equals("notifications/progress") -> progress(told.params());
            default -> {
                context.aside(message);
                yield Optional.empty();
            }
        };
    }

    /** An error without an id on this request's own answer can only mean this request. */
    private boolean isOurs(OptionalLong answered) {
        return answered.isEmpty() || answered.getAsLong() == id;
    }

    private Optional<UpstreamEvent> progress(Json params) {
        OptionalLong about = params.member("progressToken").map(Json::integer).orElse(OptionalLong.empty());
        if (progressToken.isEmpty() || !about.equals(OptionalLong.of(id))) {
            return Optional.empty();
        }
        Json named = params.with("progressToken", progressToken.get());
        return Optional.of(new UpstreamEvent.Noticed(new Notice("notifications/progress", named)));
    }

    private UpstreamEvent settle(UpstreamEvent answer) {
        exchange.satisfied();
        return done(answer);
    }

    private UpstreamEvent done(UpstreamEvent event) {
        last = event;
        if (ended.compareAndSet(false, true)) {
            over.run();
        }
        return event;
    }

    private void stop(Cause cause, String detail, Reason reason) {
        if (ended.compareAndSet(false, true)) {
            // Whoever sees the end finds the place free.
            over.run();
            HttpExchange abandoned = exchange;
            abandoned.abandon(cause, detail);
            if (abandoned.sent()) {
                context.cancelled(word(reason));
            }
        }
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
