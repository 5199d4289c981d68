package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.steady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many clients cost that read nothing, or say nothing. */
class StreamMemoryTest {
    private static final int STREAMS = 1_000;
    private static final int SESSIONS = 10_000;
    private static final long MIB = 1024 * 1024;
    private static final StreamLimits PATIENT = new StreamLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofMillis(250),
            Duration.ofSeconds(15),
            STREAMS,
            STREAMS,
            STREAMS,
            STREAMS,
            StreamLimits.Replay.DEFAULT);

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(PATIENT);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aThousandStreamsThatNobodyReadsStayWithin256MiB() throws IOException {
        long before = heapUsed();
        String filling = "x".repeat(1_000);
        Mcp modern = Mcp.as(world, "alice").modernAs("tools/call").with("Mcp-Name", "up_echo");
        String body = Mcp.modernBody(
                        "tools/call",
                        "\"name\":\"up_echo\",\"arguments\":{\"notices\":100000,\"filling\":\"" + filling + "\"}")
                .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":7,");
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                wires.add(world.unreadWire().send(modern.request("POST", body)));
            }
            AtomicLong told = new AtomicLong(-1);
            eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(STREAMS));
            steady(
                    "nothing is said any more",
                    () -> told.getAndSet(world.upstream.noticed.get()) == world.upstream.noticed.get());
            assertThat(world.listener.stats().inFlight()).isEqualTo(STREAMS);
            assertThat((heapUsed() - before) / MIB).isLessThan(256);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
    }

    @Test
    void sessionsThatDoNothingCostNothing() throws IOException {
        long before = heapUsed();
        try (Wire wire = world.wire()) {
            byte[] request = Mcp.as(world, "alice").request("POST", Mcp.initialize("2025-11-25"));
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(wire.send(request).read().status()).isEqualTo(200);
                world.journal.events.clear();
            }
        }
        assertThat(world.face.stats().liveSessions()).isZero();
        assertThat((heapUsed() - before) / MIB).isLessThan(30);
    }

    private static long heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
