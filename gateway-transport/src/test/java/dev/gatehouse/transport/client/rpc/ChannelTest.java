package dev.gatehouse.transport.client.rpc;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamCall.Reason;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes on a pipe without saying for which call, and a stream of news that the server ends. */
@Timeout(180)
class ChannelTest {
    private static final Caller LISTENS = new Caller(
            Optional.empty(), ClientCapabilities.NONE, Optional.of(LogLevel.INFO), Caller.Wanted.RESULT, false);
    private static final String NEWS = "{\"capabilities\":{\"tools\":{\"listChanged\":true}}}";

    private final AtomicLong aheadNanos = new AtomicLong();
    private final Waits waits = Waits.start(() -> System.nanoTime() + aheadNanos.get());
    private final BlockingQueue<Json> written = new LinkedBlockingQueue<>();
    private final Channel channel = new Channel(this::write, false, new Ignoring(), waits, new ByteBudget(1 << 20));

    @AfterEach
    void stop() {
        channel.fail(Cause.UNAVAILABLE, "over");
        waits.close();
    }

    private boolean write(Json message, BooleanSupplier wanted, Consumer<String> refused) {
        return !wanted.getAsBoolean() || written.add(message);
    }

    private PipeCall call(Caller caller) {
        return channel.send(id -> Messages.request(id, "tools/call", Json.EMPTY_OBJECT), caller, Session.Over.NOBODY);
    }

    private void comes(String message) throws JsonSyntaxException {
        Incoming.read(Json.read("{\"jsonrpc\":\"2.0\"," + message + "}")).forEach(channel::take);
    }

    private void logs(String text) throws JsonSyntaxException {
        comes("\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"" + text + "\"}");
    }

    private void answers(PipeCall call) throws JsonSyntaxException {
        comes("\"id\":" + call.id() + ",\"result\":{}");
    }

    private Optional<UpstreamEvent> event(PipeCall call) throws InterruptedException {
        return call.await(Deadline.in(WAIT_MAX, waits.nanoTime()));
    }

    private void endsWithoutAMessage(PipeCall call) throws Exception {
        answers(call);
        assertThat(event(call)).containsInstanceOf(UpstreamEvent.Done.class);
    }

    @Test
    void a_log_message_is_for_the_one_call_that_wants_such() throws Exception {
        PipeCall other = call(Caller.GATEWAY);
        PipeCall call = call(LISTENS);
        logs("for it");
        assertThat(event(call).map(Object::toString).orElseThrow()).contains("for it");
        endsWithoutAMessage(other);
        endsWithoutAMessage(call);
    }

    @Test
    void a_log_message_that_could_be_of_two_calls_is_for_neither() throws Exception {
        PipeCall first = call(LISTENS);
        PipeCall second = call(LISTENS);
        logs("whose?");
        endsWithoutAMessage(first);
        logs("the other's");
        assertThat(event(second).map(Object::toString).orElseThrow()).contains("the other's");
    }

    @Test
    void what_is_logged_after_a_call_was_given_up_is_not_told_to_the_next_caller() throws Exception {
        try (PipeCall left = call(LISTENS)) {
            left.cancel(Reason.CLIENT_GONE);
        }
        PipeCall call = call(LISTENS);
        logs("of the one before?");
        aheadNanos.addAndGet(Channel.LAST_WORDS_MAX.toNanos());
        logs("surely its own");
        assertThat(event(call).map(Object::toString).orElseThrow()).contains("surely its own");
    }

    private CountDownLatch follow() throws JsonSyntaxException {
        Introduction introduction = Introduction.of(ProtocolVersion.LATEST, Json.read(NEWS));
        Dialect dialect = new Dialect(ProtocolVersion.LATEST, new Implementation("g", "1"));
        CountDownLatch begun = new CountDownLatch(1);
        new PipeSession(channel, dialect, introduction, ClientCapabilities.NONE, () -> {})
                .follow(Set.of(), _ -> begun.countDown());
        return begun;
    }

    private long listened() throws InterruptedException {
        Json listen = written.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        assertThat(listen).isNotNull();
        assertThat(listen.text("method")).contains("subscriptions/listen");
        return listen.member("id").orElseThrow().integer().orElseThrow();
    }

    private void acknowledges(long id) throws JsonSyntaxException {
        comes("\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{"
                + "\"io.modelcontextprotocol/subscriptionId\":" + id + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":%d,\"result\":{\"resultType\":\"complete\"}",
                "\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d}"
            })
    void a_stream_of_news_that_the_server_ends_is_begun_again(String end) throws Exception {
        CountDownLatch begun = follow();
        long first = listened();
        acknowledges(first);
        assertThat(begun.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        comes(end.formatted(first));
        aheadNanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(listened()).isGreaterThan(first);
    }

    @Test
    void a_server_that_tells_no_news_is_not_asked_again() throws Exception {
        CountDownLatch begun = follow();
        comes("\"id\":" + listened() + ",\"error\":{\"code\":-32601,\"message\":\"no\"}");
        assertThat(begun.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        aheadNanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(written.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void no_call_of_a_client_can_be_ended_like_a_stream_of_news() throws Exception {
        PipeCall call = call(LISTENS);
        comes("\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + call.id() + "}");
        logs("still at it");
        assertThat(event(call).map(Object::toString).orElseThrow()).contains("still at it");
    }

    private static final class Ignoring implements Connector.Listener {
        @Override
        public void listChanged(Primitive kind) {}

        @Override
        public void updated(String uri) {}

        @Override
        public void taskMoved(String id) {}

        @Override
        public void renewed() {}

        @Override
        public void ended() {}
    }
}
