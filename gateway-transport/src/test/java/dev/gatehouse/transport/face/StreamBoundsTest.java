package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.legacy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever takes all there is of streams and sessions takes it from nobody else, and is told. */
class StreamBoundsTest {
    private static final StreamLimits USUAL = StreamLimits.DEFAULT;
    private static final StreamLimits FEW = new StreamLimits(
            USUAL.firstByte(),
            USUAL.keepAlive(),
            USUAL.stall(),
            USUAL.settle(),
            USUAL.recheck(),
            3,
            2,
            3,
            2,
            USUAL.replay());

    private final List<Wire> open = new ArrayList<>();
    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(FEW);
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : open) {
            wire.close();
        }
        world.close();
    }

    @Test
    void one_caller_s_streams_are_bounded_and_others_still_get_theirs() throws IOException {
        assertThat(listen("alice")).isEqualTo(200);
        assertThat(listen("alice")).isEqualTo(200);
        assertThat(listen("alice")).isEqualTo(503);
        assertThat(refusals(StreamBound.OPEN_PER_PRINCIPAL)).isEqualTo(1);
        assertThat(listen("bob")).isEqualTo(200);
    }

    @Test
    void all_streams_together_are_bounded_until_one_ends() throws IOException {
        listen("alice");
        listen("alice");
        listen("bob");
        assertThat(listen("bob")).isEqualTo(503);
        assertThat(refusals(StreamBound.OPEN)).isEqualTo(1);

        open.getFirst().close();
        eventually(() -> assertThat(world.face.stats().streams()).isEqualTo(2));
        assertThat(listen("bob")).isEqualTo(200);
    }

    @Test
    void an_idle_session_makes_room_for_another_of_its_principal_and_a_busy_one_does_not() throws IOException {
        Mcp idle = Mcp.as(world, "alice").initialized("2025-11-25");
        idle.post(legacy("2", "logging/setLevel", "{\"level\":\"info\"}"));
        assertThat(get("alice")).isEqualTo(200);
        assertThat(get("alice")).as("the idle one went").isEqualTo(200);
        assertThat(world.face.stats().liveSessions()).isEqualTo(2);

        assertThat(get("alice")).as("both listen").isEqualTo(503);
        assertThat(refusals(StreamBound.LIVE_SESSIONS_PER_PRINCIPAL)).isEqualTo(1);
        assertThat(get("bob")).isEqualTo(200);
        assertThat(get("bob")).as("all are taken").isEqualTo(503);
        assertThat(refusals(StreamBound.LIVE_SESSIONS)).isEqualTo(1);
    }

    private long refusals(StreamBound bound) {
        return world.face.stats().refusals().applyAsLong(bound);
    }

    /** The status of a stream of changes that stays open. */
    private int listen(String who) throws IOException {
        String body = Mcp.modernBody("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}");
        return status(Mcp.as(world, who).modernAs("subscriptions/listen").request("POST", body));
    }

    private int get(String who) throws IOException {
        Mcp session = Mcp.as(world, who).initialized("2025-11-25");
        return status(session.copy().with("Accept", "text/event-stream").request("GET", ""));
    }

    private int status(byte[] request) throws IOException {
        Wire wire = world.wire();
        open.add(wire);
        return wire.send(request).readHead().status();
    }
}
