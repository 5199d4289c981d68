package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The extension's "Task Status Notifications". */
class TaskStreamTest {
    private static final Change MOVED = new Change.TaskMoved(World.UPSTREAM, "completed");

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(StreamedAnswerTest.QUICK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aStreamTellsHowATaskStandsAsAskingWould() throws IOException {
        String id = begun();
        try (Wire wire = world.wire()) {
            EventReader events = listen(wire, "alice", "{\"taskIds\":[\"" + id + "\",\"forged\"]}");
            assertThat(params(events, "notifications/subscriptions/acknowledged")
                            .member("notifications"))
                    .contains(read("{\"taskIds\":[\"" + id + "\"]}"));
            world.changes.tell(new Change.TaskMoved(World.UPSTREAM, "another"));
            world.changes.tell(MOVED);

            Json told = params(events, "notifications/tasks");
            assertThat(told.text("taskId")).contains(id);
            assertThat(told.text("status")).contains("completed");
            assertThat(told.member("result").orElseThrow().toString()).contains("done");
            assertThat(told.member("_meta")).contains(read("{\"io.modelcontextprotocol/subscriptionId\":\"m1\"}"));
            assertThat(world.journal.events)
                    .as("it took the road")
                    .anyMatch(event -> event instanceof AuditEvent.CallAttempted attempted
                            && attempted.subject().method().equals("tasks/get"));
        }
        eventually(() -> assertThat(world.upstream.unsubscribed).contains("completed"));
        eventually(() -> assertThat(world.changes.listeners()).isZero());
    }

    @Test
    void nobodyHearsOfATaskOfAnother() throws IOException {
        String id = begun();
        try (Wire wire = world.wire()) {
            EventReader events = listen(wire, "bob", "{\"taskIds\":[\"" + id + "\"],\"toolsListChanged\":true}");
            assertThat(params(events, "notifications/subscriptions/acknowledged")
                            .member("notifications"))
                    .contains(read("{\"toolsListChanged\":true}"));
            world.changes.tell(MOVED);
            world.shelf.tools("echo", "fail", "more");
            world.changes.tell(new Change.Relisted(World.UPSTREAM, Primitive.TOOL));

            params(events, "notifications/tools/list_changed");
        }
    }

    private String begun() throws IOException {
        Wire.Answer answer = Mcp.as(world, "alice")
                .modernAs("tools/call")
                .with("Mcp-Name", "up_echo")
                .post(body("tools/call", "\"name\":\"up_echo\",\"arguments\":{\"task\":\"completed\"}"));
        return Mcp.result(answer).text("taskId").orElseThrow();
    }

    private EventReader listen(Wire wire, String agent, String notifications) throws IOException {
        byte[] request = Mcp.as(world, agent)
                .modernAs("subscriptions/listen")
                .request("POST", body("subscriptions/listen", "\"notifications\":" + notifications));
        return wire.events(wire.send(request).readHead());
    }

    private static String body(String method, String params) {
        return Mcp.modernBody(method, params)
                .replace("Capabilities\":{}", "Capabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    }

    /** Of the next message, which has to be this one. */
    private static Json params(EventReader events, String method) throws IOException {
        String data = events.next().orElseThrow().data();
        Json message = read(data.isEmpty() ? events.next().orElseThrow().data() : data);
        assertThat(message.text("method")).contains(method);
        return message.member("params").orElseThrow();
    }
}
