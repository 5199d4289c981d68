package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.listen.ServedEndpoints.HOST;
import static dev.gatehouse.transport.listen.ServedEndpoints.connection;
import static dev.gatehouse.transport.listen.ServedEndpoints.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are slow, greedy or many: each limit holds, and whoever stays within it is served. */
class ListenerLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @AutoClose
    private final ServedEndpoints served = new ServedEndpoints();

    @ParameterizedTest
    @CsvSource({"200000, 200", "200001, 413"})
    void bodiesAreBoundedByTheEndpoint(int size, int status) throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        String body = "x".repeat(size);
        assertThat(served.ask("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: " + size + "\r\n\r\n" + body)
                        .status())
                .isEqualTo(status);
        assertThat(served.ask("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(size) + "\r\n" + body + "\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(status);
        eventually(() -> assertThat(world.budget.free()).isEqualTo(ServedEndpoints.BUDGET_BYTES));
    }

    @Test
    void longLinesAndLargeHeadersAreToldApart() throws IOException {
        served.start(HttpLimits.DEFAULT);
        assertThat(served.ask(get("/" + "x".repeat(5_000))).status()).isEqualTo(414);
        assertThat(served.ask("GET / HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(17_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
    }

    @Test
    void slowHeadersGet408() throws IOException {
        HttpLimits.Head head = HttpLimits.DEFAULT.head();
        World world = served.start(HttpLimits.DEFAULT.withHead(
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
        World world = served.start(
                HttpLimits.DEFAULT.withBody(new HttpLimits.Body(body.bytesMax(), SHORT, body.budgetWait())));
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
    void aClientThatSendsTooFarAheadIsCutOff() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send(get("/held"));
            served.awaitHeld();
            wire.send(get("/hello/a").repeat(17));
            assertThat(wire.isClosed()).isTrue();
        }
        served.letGo();
        assertThat(served.ask(get("/hello/other")).status()).isEqualTo(200);
    }

    @Test
    void idleConnectionsCloseAndBusyOnesDoNot() throws IOException {
        World world = served.start(HttpLimits.DEFAULT.withConnection(connection(256, Duration.ofSeconds(1))));
        try (Wire busy = world.wire().send(get("/held"))) {
            served.awaitHeld();
            try (Wire idle = world.wire()) {
                assertThat(idle.isClosed()).isTrue();
            }
            served.letGo();
            assertThat(busy.read().body()).isEqualTo("let go");
            assertThat(busy.isClosed()).isTrue();
        }
    }

    @Test
    void oneAddressCannotTakeEveryConnection() throws IOException {
        World world = served.start(HttpLimits.DEFAULT.withConnection(connection(3, Duration.ofSeconds(60))));
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
        assertThat(served.ask(get("/hello/a")).status()).isEqualTo(200);
        assertThat(world.listener.stats().connectionsRefused()).isEqualTo(1);
        for (Wire wire : open) {
            wire.close();
        }
    }

    @Test
    void tooManyRequestsAtOnceAreSentAwayWithAHint() throws IOException {
        World world = served.start(HttpLimits.DEFAULT.withInFlightMax(1));
        try (Wire busy = world.wire()) {
            busy.send(get("/held"));
            served.awaitHeld();
            Wire.Answer answer = served.ask(get("/hello/a"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Integer.parseInt(answer.header("retry-after").orElseThrow()))
                    .isBetween(1, 5);
            served.letGo();
            assertThat(busy.read().status()).isEqualTo(200);
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
        assertThat(served.ask(get("/hello/a")).status()).isEqualTo(200);
    }

    @Test
    void withoutRoomForBytesReadingWaitsAndThenGivesUp() throws IOException {
        HttpLimits.Body body = HttpLimits.DEFAULT.body();
        ByteBudget budget = new ByteBudget(100_000);
        World world = served.start(
                HttpLimits.DEFAULT.withBody(new HttpLimits.Body(body.bytesMax(), body.time(), Duration.ofSeconds(3))),
                budget);
        assertThat(budget.tryReserve(90_000)).isTrue();
        String post = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 20000\r\n\r\n" + "x".repeat(20_000);
        Wire.Answer answer = served.ask(post);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        CompletableFuture<Wire.Answer> patient = CompletableFuture.supplyAsync(() -> {
            try {
                return served.ask(post);
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
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(1));
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isZero());
        eventually(() -> assertThat(world.budget.free()).isEqualTo(ServedEndpoints.BUDGET_BYTES));
    }
}
