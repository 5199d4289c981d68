package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.await;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints, limits, slow and greedy clients, and the end of a listener: on real sockets. */
class HttpListenerTest {
    private static final String HOST = "Host: 127.0.0.1\r\n";
    private static final Duration SHORT = Duration.ofMillis(200);

    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private World world;

    @AfterEach
    void stop() {
        hold.countDown();
        if (world != null) {
            world.close();
        }
    }

    private World start(HttpLimits limits) throws IOException {
        return start(limits, new ByteBudget(64 * 1024 * 1024));
    }

    private World start(HttpLimits limits, ByteBudget budget) throws IOException {
        world = new World(limits, Optional.empty(), endpoints(), budget);
        return world;
    }

    private List<Endpoint> endpoints() {
        return List.of(
                endpoint(
                        Endpoint.Method.GET,
                        "/hello/{name}",
                        Endpoint.Guard.PUBLIC,
                        request ->
                                Answer.text(200, "hello " + request.variables().get("name"))),
                endpoint(
                        Endpoint.Method.POST,
                        "/echo",
                        Endpoint.Guard.PUBLIC,
                        request -> Answer.text(200, new String(request.body(), StandardCharsets.UTF_8))),
                endpoint(Endpoint.Method.GET, "/admin", Endpoint.Guard.ADMIN, _ -> Answer.text(200, "secret")),
                endpoint(Endpoint.Method.GET, "/throws", Endpoint.Guard.PUBLIC, _ -> {
                    throw new IllegalStateException("planted-detail");
                }),
                endpoint(
                        Endpoint.Method.GET,
                        "/broken-header",
                        Endpoint.Guard.PUBLIC,
                        _ -> Answer.text(200, "x").with("X-A", "a\r\nX-B: b")),
                endpoint(Endpoint.Method.GET, "/held", Endpoint.Guard.PUBLIC, _ -> {
                    held.countDown();
                    hold.await();
                    return Answer.text(200, "let go");
                }));
    }

    private static Endpoint endpoint(
            Endpoint.Method method, String path, Endpoint.Guard guard, Endpoint.Handler handler) {
        return new Endpoint(Endpoint.Listener.PUBLIC, method, PathPattern.of(path), guard, 200_000, handler);
    }

    private Wire.Answer ask(String request) throws IOException {
        try (Wire wire = world.wire()) {
            return wire.send(request).read();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    @Test
    void anEndpointAnswersWithItsVariables() throws IOException {
        start(HttpLimits.DEFAULT);
        assertThat(ask(get("/hello/you")).body()).isEqualTo("hello you");
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("HEAD /hello/you HTTP/1.1\r\n" + HOST + "\r\n" + get("/hello/next"));
            assertThat(wire.readHead().header("content-length")).contains("9");
            assertThat(wire.read().body()).isEqualTo("hello next");
        }
    }

    @Test
    void otherMethodsAreToldWhatIsAllowed() throws IOException {
        start(HttpLimits.DEFAULT);
        Wire.Answer answer = ask("POST /hello/you HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(ask("OPTIONS /hello/you HTTP/1.1\r\n" + HOST + "\r\n").status())
                .isEqualTo(204);
        assertThat(ask("PROPFIND /vmcp/team/mcp HTTP/1.1\r\n" + HOST + "\r\n").status())
                .isEqualTo(405);
    }

    @Test
    void aHandlerThatThrowsSaysNothing() throws IOException {
        start(HttpLimits.DEFAULT);
        Wire.Answer answer = ask(get("/throws"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("planted-detail");
        assertThat(ask(get("/broken-header")).status()).isEqualTo(500);
    }

    @Test
    void adminEndpointsWantAnAdministrator() throws IOException {
        start(HttpLimits.DEFAULT);
        assertThat(ask(get("/admin")).status()).isEqualTo(401);
        Wire.Answer answer = ask("GET /admin HTTP/1.1\r\n" + HOST + "Authorization: Bearer admin\r\n\r\n");
        assertThat(answer.body()).isEqualTo("secret");
    }

    @ParameterizedTest
    @CsvSource({"200000, 200", "200001, 413"})
    void bodiesAreBoundedByTheEndpoint(int size, int status) throws IOException {
        start(HttpLimits.DEFAULT);
        String body = "x".repeat(size);
        assertThat(ask("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: " + size + "\r\n\r\n" + body)
                        .status())
                .isEqualTo(status);
        assertThat(ask("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(size) + "\r\n" + body + "\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(status);
        eventually(() -> assertThat(world.budget.free()).isEqualTo(64 * 1024 * 1024));
    }

    @Test
    void longLinesAndLargeHeadersAreToldApart() throws IOException {
        start(HttpLimits.DEFAULT);
        assertThat(ask(get("/" + "x".repeat(5_000))).status()).isEqualTo(414);
        assertThat(ask("GET / HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(17_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
    }

    @Test
    void aConnectionServesManyRequestsInOrder() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send(get("/hello/a") + get("/nowhere") + get("/hello/b") + "POST /echo HTTP/1.1\r\n" + HOST
                    + "Content-Length: 3\r\n\r\nabc" + get("/hello/c"));
            assertThat(wire.read().body()).isEqualTo("hello a");
            assertThat(wire.read().status()).isEqualTo(404);
            assertThat(wire.read().body()).isEqualTo("hello b");
            assertThat(wire.read().body()).isEqualTo("abc");
            assertThat(wire.read().body()).isEqualTo("hello c");
        }
    }

    @Test
    void whatOnePipelinedRequestHeldIsNotTakenFromTheNext() throws IOException {
        start(HttpLimits.DEFAULT);
        String post = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc";
        try (Wire wire = world.wire()) {
            for (int round = 0; round < 50; round++) {
                wire.send(post.repeat(16));
                for (int i = 0; i < 16; i++) {
                    assertThat(wire.read().body()).isEqualTo("abc");
                }
            }
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
        eventually(() -> assertThat(world.budget.free()).isEqualTo(64 * 1024 * 1024));
    }

    @Test
    void aClientThatTakesNothingOfItsAnswerIsCutOff() throws IOException {
        start(HttpLimits.DEFAULT.withConnection(connection(256, SHORT)));
        String message = "x".repeat(4_000_000);
        byte[] call = Mcp.on(world, "open")
                .modernAs("tools/call")
                .with("Mcp-Name", "up_echo")
                .request(
                        "POST",
                        Mcp.modernBody(
                                "tools/call", "\"name\":\"up_echo\",\"arguments\":{\"message\":\"" + message + "\"}"));
        // The buffers of usual sockets can take all of it, and then it counts as delivered.
        try (Wire wire = world.unreadWire()) {
            wire.send(call);
            until("something was not delivered", this::somethingWasNotDelivered);
            eventually(() -> assertThat(world.listener.stats().connections()).isEqualTo(0));
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
    }

    @Test
    void aRefusedPostLeavesTheConnectionUsable() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /vmcp/team/mcp HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nab");
            assertThat(wire.read().status()).isEqualTo(401);
            wire.send("cde" + get("/hello/a"));
            assertThat(wire.read().body()).isEqualTo("hello a");
        }
    }

    @Test
    void aClientThatSendsTooFarAheadIsCutOff() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send(get("/held"));
            await("the request is held", held);
            wire.send(get("/hello/a").repeat(17));
            assertThat(wire.isClosed()).isTrue();
        }
        hold.countDown();
        assertThat(ask(get("/hello/other")).status()).isEqualTo(200);
    }

    @Test
    void http10ClosesUnlessAskedOtherwise() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            assertThat(wire.send("GET /hello/a HTTP/1.0\r\n" + HOST + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void expectContinueIsAnswered() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(100);
            assertThat(wire.send("ok").read().body()).isEqualTo("ok");
        }
        assertThat(ask("POST /echo HTTP/1.1\r\n" + HOST + "Expect: miracles\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(417);
    }

    @Test
    void slowHeadersGet408() throws IOException {
        HttpLimits.Head head = HttpLimits.DEFAULT.head();
        start(HttpLimits.DEFAULT.withHead(
                new HttpLimits.Head(head.lineBytesMax(), head.bytesMax(), head.fieldsMax(), SHORT)));
        try (Wire wire = world.wire()) {
            wire.send("GET /hello/a HTTP/1.1\r\nHost: 127");
            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = world.wire()) {
            wire.send("G");
            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void slowBodiesGet408() throws IOException {
        HttpLimits.Body body = HttpLimits.DEFAULT.body();
        start(HttpLimits.DEFAULT.withBody(new HttpLimits.Body(body.bytesMax(), SHORT, body.budgetWait())));
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nabc");
            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void idleConnectionsCloseAndBusyOnesDoNot() throws IOException {
        start(HttpLimits.DEFAULT.withConnection(connection(256, Duration.ofSeconds(1))));
        try (Wire busy = world.wire().send(get("/held"))) {
            await("the request is held", held);
            try (Wire idle = world.wire()) {
                assertThat(idle.isClosed()).isTrue();
            }
            hold.countDown();
            assertThat(busy.read().body()).isEqualTo("let go");
            assertThat(busy.isClosed()).isTrue();
        }
    }

    @Test
    void oneAddressCannotTakeEveryConnection() throws IOException {
        start(HttpLimits.DEFAULT.withConnection(connection(3, Duration.ofSeconds(60))));
        List<Wire> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(world.wire());
            assertThat(open.getLast().send(get("/hello/a")).read().status()).isEqualTo(200);
        }
        try (Wire fourth = world.wire()) {
            assertThat(fourth.isClosed()).isTrue();
        }
        open.getFirst().close();
        eventually(() -> assertThat(world.listener.stats().connections()).isEqualTo(2));
        assertThat(ask(get("/hello/a")).status()).isEqualTo(200);
        assertThat(world.listener.stats().connectionsRefused()).isEqualTo(1);
        for (Wire wire : open) {
            wire.close();
        }
    }

    @Test
    void tooManyRequestsAtOnceAreSentAwayWithAHint() throws IOException {
        start(HttpLimits.DEFAULT.withInFlightMax(1));
        try (Wire busy = world.wire()) {
            busy.send(get("/held"));
            await("the request is held", held);
            Wire.Answer answer = ask(get("/hello/a"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Integer.parseInt(answer.header("retry-after").orElseThrow()))
                    .isBetween(1, 5);
            hold.countDown();
            assertThat(busy.read().status()).isEqualTo(200);
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
        assertThat(ask(get("/hello/a")).status()).isEqualTo(200);
    }

    @Test
    void withoutRoomForBytesReadingWaitsAndThenGivesUp() throws IOException {
        HttpLimits.Body body = HttpLimits.DEFAULT.body();
        ByteBudget budget = new ByteBudget(100_000);
        start(
                HttpLimits.DEFAULT.withBody(new HttpLimits.Body(body.bytesMax(), body.time(), Duration.ofMillis(300))),
                budget);
        assertThat(budget.tryReserve(90_000)).isTrue();
        String post = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 20000\r\n\r\n" + "x".repeat(20_000);
        Wire.Answer answer = ask(post);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        CompletableFuture<Wire.Answer> patient = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(post);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(1));
        budget.release(90_000);
        assertThat(patient.join().status()).isEqualTo(200);
        eventually(() -> assertThat(budget.free()).isEqualTo(100_000));
    }

    @Test
    void aClientThatLeavesMidBodyLeavesNothingBehind() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(1));
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isZero());
        eventually(() -> assertThat(world.budget.free()).isEqualTo(64 * 1024 * 1024));
    }

    @Test
    void drainingLetsRequestsFinishAndTakesNoNewOnes() throws IOException {
        start(HttpLimits.DEFAULT);
        InetSocketAddress address = world.listener.address();
        try (Wire busy = world.wire();
                Wire idle = world.wire()) {
            assertThat(idle.send(get("/hello/a")).read().status()).isEqualTo(200);
            busy.send(get("/held"));
            await("the request is held", held);
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> world.listener.drain(WAIT_MAX));
            assertThat(idle.isClosed()).isTrue();
            assertThatThrownBy(() -> new Wire(address)).isInstanceOf(IOException.class);
            hold.countDown();
            Wire.Answer last = busy.read();
            assertThat(last.body()).isEqualTo("let go");
            // Whether the answer still says "close" depends on which came first; that nothing follows it does not.
            assertThat(busy.isClosed()).isTrue();
            assertThat(drained.join()).isTrue();
        }
    }

    @Test
    void drainingEndsWithItsTime() throws IOException {
        start(HttpLimits.DEFAULT);
        try (Wire busy = world.wire()) {
            busy.send(get("/held"));
            await("the request is held", held);
            assertThat(world.listener.drain(SHORT)).isFalse();
            assertThat(busy.isClosed()).isTrue();
        }
    }

    @Test
    void anAddressInUseIsAClearFailure() throws IOException {
        start(HttpLimits.DEFAULT);
        ListenerSpec same = new ListenerSpec(
                world.listener.address(), Optional.empty(), Set.of(), Set.of(), List.of(), HttpLimits.DEFAULT);
        assertThatThrownBy(() -> HttpListener.start(world.loops, same, List.of(), Optional.empty(), AdminGuard.NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on");
    }

    @Test
    void anAnswerNobodyTookIsRecordedAfterItsOutcome() throws IOException {
        start(HttpLimits.DEFAULT);
        Mcp session = Mcp.as(world, "alice").initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", Mcp.legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
        }
        eventually(() -> assertThat(world.listener.stats().connections()).isEqualTo(0));
        gate.open.countDown();
        until("something was not delivered", this::somethingWasNotDelivered);
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
        assertThat(world.journal.events.getLast())
                .isInstanceOfSatisfying(
                        AuditEvent.NotDelivered.class,
                        missed -> assertThat(world.journal.events)
                                .anyMatch(event -> event instanceof AuditEvent.CallCompleted completed
                                        && completed.call().equals(missed.call())));
    }

    @Test
    void anAnswerThatComesWhenEverythingHasStoppedIsRecordedAsNotDelivered() throws IOException {
        start(HttpLimits.DEFAULT);
        Mcp session = Mcp.as(world, "alice").initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", Mcp.legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
            world.close();
        }
        gate.open.countDown();
        until("something was not delivered", this::somethingWasNotDelivered);
        eventually(() -> assertThat(world.listener.stats().inFlight()).isZero());
    }

    private boolean somethingWasNotDelivered() {
        return world.journal.events.stream().anyMatch(AuditEvent.NotDelivered.class::isInstance);
    }

    private static HttpLimits.Connection connection(int perAddressMax, Duration idle) {
        HttpLimits.Connection normal = HttpLimits.DEFAULT.connection();
        return new HttpLimits.Connection(
                normal.max(),
                perAddressMax,
                idle,
                normal.handshake(),
                normal.requestsMax(),
                normal.pipelinedMax(),
                normal.pipelinedBytesMax());
    }
}
