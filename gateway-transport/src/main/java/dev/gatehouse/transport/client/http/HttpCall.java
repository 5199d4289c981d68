package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.road.AnswerHead;
import dev.gatehouse.transport.client.road.AnswerHead.ContentType;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.road.Piece;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Questions;
import dev.gatehouse.transport.client.rpc.Results;
import dev.gatehouse.transport.client.rpc.Resumption;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request over HTTP and what came back for it; messages are parsed by the thread that pulls. */
final class HttpCall implements UpstreamCall {
    private final long id;
    private final Caller caller;
    private final CallContext context;
    private final Session.Over over;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Deque<Incoming> messages = new ArrayDeque<>();
    private final Questions questions = new Questions();
    private final Attempts attempts;
    private Optional<Resumption> resumption = Optional.empty();
    private @Nullable UpstreamEvent last;

    HttpCall(long id, Caller caller, CallContext context, HttpExchange exchange, Session.Over over) {
        this.id = id;
        this.caller = caller;
        this.context = context;
        this.attempts = new Attempts(context, exchange);
        this.over = over;
    }

    /** Status and headers of the answer, once the call is done; empty when there was none. */
    Optional<AnswerHead> head() {
        return attempts.current().head();
    }

    /** Takes a question that came on another stream; false when the call is over. */
    boolean ask(Incoming.Asked question) {
        return !ended.get()
                && attempts.current()
                        .add(new Piece.Question(question), question.params().length());
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        try {
            while (last == null) {
                Incoming message = messages.poll();
                Optional<UpstreamEvent> event = message == null ? receive(deadline) : read(message);
                if (event.isPresent()) {
                    return last == null ? withWhatFollows(event.get()) : event.get();
                }
            }
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(Cause.CANCELLED, "interrupted", Reason.SHUTDOWN);
            return done(Results.lost(Cause.CANCELLED, attempts.sent(), "interrupted"), false);
        }
    }

    private UpstreamEvent withWhatFollows(UpstreamEvent event) throws InterruptedException {
        return event instanceof UpstreamEvent.Asked(List<InputRequest> requests)
                ? new UpstreamEvent.Asked(questions.told(caller, requests, this::askedWithin))
                : event;
    }

    private Optional<InputRequest> askedWithin(Duration time) throws InterruptedException {
        if (messages.isEmpty()) {
            switch (attempts.current().takeQuestion(time).orElse(null)) {
                case Piece.Question(Incoming.Asked question) -> {
                    return accepted(question);
                }
                case Piece.Event event -> parse(event.data());
                case null, default -> {
                    // Whatever else comes is for the next pull.
                }
            }
        }
        return messages.peek() instanceof Incoming.Asked && context.asksOnTheStream()
                ? accepted((Incoming.Asked) messages.remove())
                : Optional.empty();
    }

    @Override
    public void answer(Permit round) {
        questions.answered(round.spend().answers()).forEach(context::respond);
    }

    @Override
    public void decline(String reason) {
        questions.declined(reason).forEach(context::respond);
    }

    @Override
    public Optional<String> detach() {
        return resumption.map(Resumption::text);
    }

    @Override
    public void cancel(Reason reason) {
        stop(Cause.CANCELLED, Results.cancelled(reason), reason);
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        attempts.release();
    }

    /** Takes one piece of the answer; empty when it yielded no event by itself. */
    private Optional<UpstreamEvent> receive(Deadline deadline) throws InterruptedException {
        Optional<Piece> piece = attempts.current().take(deadline);
        if (piece.isEmpty()) {
            stop(Cause.TIMEOUT, "no answer in time", Reason.DEADLINE);
            return Optional.of(done(Results.lost(Cause.TIMEOUT, attempts.sent(), "no answer in time"), false));
        }
        return switch (piece.get()) {
            case Piece.Event event -> {
                parse(event.data());
                yield Optional.empty();
            }
            case Piece.Endpoint _ -> Optional.empty();
            case Piece.Question(Incoming.Asked question) -> asked(question);
            case Piece.Body body -> body(body.bytes(), deadline);
            case Piece.StreamEnd _ -> broken(Results.malformed("the stream ended without an answer"), deadline);
            case Piece.Broken broken
            when broken.cause() == Cause.UNAVAILABLE ->
                broken(Results.lost(broken.cause(), attempts.sent(), broken.detail()), deadline);
            case Piece.Broken broken ->
                Optional.of(done(Results.lost(broken.cause(), attempts.sent(), broken.detail()), false));
        };
    }

    private void parse(byte[] data) {
        // An event that is no message may be the server's own affair; the answer can still come.
        HttpAnswers.messages(data).ifPresent(messages::addAll);
    }

    private Optional<UpstreamEvent> broken(UpstreamEvent loss, Deadline deadline) throws InterruptedException {
        return attempts.resume(deadline) ? Optional.empty() : Optional.of(done(loss, false));
    }

    private Optional<UpstreamEvent> body(byte[] bytes, Deadline deadline) {
        AnswerHead head = head().orElseThrow();
        if (head.status() == 404 && attempts.again(deadline)) {
            return Optional.empty();
        }
        if (head.status() != 200) {
            UpstreamReply refused = HttpAnswers.refused(head, bytes);
            if (refused instanceof UpstreamReply.Errored errored) {
                context.failed(errored.code());
            }
            return Optional.of(done(new UpstreamEvent.Done(refused), true));
        }
        Optional<List<Incoming>> read =
                head.contentType() == ContentType.JSON ? HttpAnswers.messages(bytes) : Optional.empty();
        for (Incoming message : read.orElse(List.of())) {
            Optional<UpstreamEvent> event = read(message);
            if (last != null) {
                return event;
            }
        }
        return Optional.of(done(Results.malformed("an answer that is no JSON-RPC answer to the request"), true));
    }

    private Optional<UpstreamEvent> read(Incoming message) {
        return switch (message) {
            case Incoming.Answer answer when answer.id() == id -> Optional.of(settle(answer));
            case Incoming.Failure failure
            when isOurs(failure.id()) -> {
                context.failed(failure.code());
                attempts.current().satisfied();
                yield Optional.of(done(Results.failed(failure), true));
            }
            case Incoming.Asked question when context.asksOnTheStream() -> asked(question);
            case Incoming.Told told -> {
                Optional<UpstreamEvent> noticed = caller.notice(id, told).map(UpstreamEvent.Noticed::new);
                if (noticed.isEmpty()) {
                    context.aside(told);
                }
                yield noticed;
            }
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

    private Optional<UpstreamEvent> asked(Incoming.Asked question) {
        return accepted(question).map(request -> new UpstreamEvent.Asked(List.of(request)));
    }

    private Optional<InputRequest> accepted(Incoming.Asked question) {
        Optional<InputRequest> request = questions.add(caller, question);
        if (request.isEmpty()) {
            context.aside(question);
        }
        return request;
    }

    private UpstreamEvent settle(Incoming.Answer answer) {
        attempts.current().satisfied();
        Results.Reading reading = Results.read(answer.result(), caller);
        resumption = reading.state();
        return done(reading.event(), true);
    }

    private UpstreamEvent done(UpstreamEvent event, boolean answered) {
        last = event;
        if (ended.compareAndSet(false, true)) {
            over.over(answered);
        }
        return event;
    }

    private void stop(Cause cause, String detail, Reason reason) {
        if (ended.compareAndSet(false, true)) {
            // Whoever sees the end finds the place free.
            over.over(false);
            attempts.abandon(cause, detail);
            if (attempts.sent()) {
                context.cancelled(Results.word(reason));
            }
        }
    }
}
