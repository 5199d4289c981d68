package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.listen.ServedEndpoints.connection;
import static dev.gatehouse.transport.listen.ServedEndpoints.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Answers that nobody took, and the end of a listener. */
class UndeliveredAnswerTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @AutoClose
    private final ServedEndpoints served = new ServedEndpoints();

    @Test
    void aClientThatTakesNothingOfItsAnswerIsCutOff() throws IOException {
        World world = served.start(HttpLimits.DEFAULT.withConnection(connection(256, SHORT)));
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
            until("something was not delivered", () -> isSomethingUndelivered(world));
            eventually(() -> assertThat(world.listener.stats().connections()).isEqualTo(0));
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
    }

    @Test
    void anAnswerNobodyTookIsRecordedAfterItsOutcome() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        Mcp session = Mcp.as(world, "alice").initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", Mcp.legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
        }
        eventually(() -> assertThat(world.listener.stats().connections()).isEqualTo(0));
        gate.open.countDown();
        until("something was not delivered", () -> isSomethingUndelivered(world));
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
        World world = served.start(HttpLimits.DEFAULT);
        Mcp session = Mcp.as(world, "alice").initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", Mcp.legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
            world.close();
        }
        gate.open.countDown();
        until("something was not delivered", () -> isSomethingUndelivered(world));
        eventually(() -> assertThat(world.listener.stats().inFlight()).isZero());
    }

    @Test
    void drainingLetsRequestsFinishAndTakesNoNewOnes() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        InetSocketAddress address = world.listener.address();
        try (Wire busy = world.wire();
                Wire idle = world.wire()) {
            assertThat(idle.send(get("/hello/a")).read().status()).isEqualTo(200);
            busy.send(get("/held"));
            served.awaitHeld();
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> world.listener.drain(WAIT_MAX));
            assertThat(idle.isClosed()).isTrue();
            assertThatThrownBy(() -> new Wire(address)).isInstanceOf(IOException.class);
            served.letGo();
            Wire.Answer last = busy.read();
            assertThat(last.body()).isEqualTo("let go");
            // Whether the answer still says "close" depends on which came first; that nothing follows it does not.
            assertThat(busy.isClosed()).isTrue();
            assertThat(drained.join()).isTrue();
        }
    }

    @Test
    void drainingEndsWithItsTime() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire busy = world.wire()) {
            busy.send(get("/held"));
            served.awaitHeld();
            assertThat(world.listener.drain(SHORT)).isFalse();
            assertThat(busy.isClosed()).isTrue();
        }
    }

    private static boolean isSomethingUndelivered(World world) {
        return world.journal.events.stream().anyMatch(AuditEvent.NotDelivered.class::isInstance);
    }
}
