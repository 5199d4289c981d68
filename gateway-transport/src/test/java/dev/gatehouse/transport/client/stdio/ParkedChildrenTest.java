package dev.gatehouse.transport.client.stdio;

import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Arrival;
import dev.gatehouse.core.call.CallIds;
import dev.gatehouse.core.call.CallObserver;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.call.Exchange;
import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.call.ParkedCalls;
import dev.gatehouse.core.call.Rejections;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.world.GcmSealer;
import dev.gatehouse.transport.world.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole road to real children that ask modern clients, of whom some never come back. */
@Timeout(180)
class ParkedChildrenTest {
    private static final String CAN = "{\"elicitation\":{}}";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    @TempDir
    Path dataDir;

    private final MemoryJournal journal = new MemoryJournal();
    private final AtomicLong passed = new AtomicLong();
    private ParkedCalls parked;
    private Fleet fleet;
    private CallPath path;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir).adopt(stdio(ID, "legacy", "asks")).untilReady(ID);
        parked = new ParkedCalls(journal, new Clocks(Instant::now, () -> System.nanoTime() + passed.get()));
        path = new CallPath(
                journal,
                fleet.fleet,
                fleet.fleet,
                new GcmSealer(),
                parked,
                () -> KillSwitches.NONE,
                new CallIds(Clocks.SYSTEM, 7),
                Clocks.SYSTEM,
                CallObserver.NONE);
    }

    @AfterEach
    void stop() {
        parked.close();
        fleet.close();
    }

    @Test
    void calls_nobody_comes_back_to_make_room_one_by_one_and_the_others_go_on() {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            states.add(state(call("alice", Retry.NONE)));
        }
        passed.addAndGet(LONG_ENOUGH.toNanos());

        String fifth = state(call("bob", Retry.NONE));

        assertThat(parked.count()).isEqualTo(4);
        assertThat(abandoned()).containsExactly("displaced");
        assertThat(call("alice", answering(states.getFirst())))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, "Unknown requestState"));
        assertThat(call("alice", answering(states.get(1)))).isInstanceOf(Reply.Complete.class);
        assertThat(call("bob", answering(fifth))).isInstanceOf(Reply.Complete.class);
    }

    @Test
    void a_flood_cannot_end_what_waits_for_somebody_else() {
        String bobs = state(call("bob", Retry.NONE));
        for (int i = 0; i < 8; i++) {
            String _ = state(call("alice", Retry.NONE));
            passed.addAndGet(LONG_ENOUGH.toNanos());
        }

        assertThat(abandoned()).hasSize(5).containsOnly("displaced");
        assertThat(call("bob", answering(bobs))).isInstanceOf(Reply.Complete.class);
    }

    private static String state(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.InputRequired.class);
        return ((Reply.InputRequired) reply).result().text("requestState").orElseThrow();
    }

    private static Retry answering(String state) {
        return new Retry(Optional.of(state), Map.of("q1", Permits.json("{\"action\":\"accept\"}")));
    }

    private List<String> abandoned() {
        return journal.events.stream()
                .filter(AuditEvent.CallAbandoned.class::isInstance)
                .map(event -> ((AuditEvent.CallAbandoned) event).reason())
                .toList();
    }

    private Reply call(String who, Retry retry) {
        McpRequest request = new McpRequest.ToolCall("elicit", Json.EMPTY_OBJECT, retry, Permits.can(CAN));
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), System.nanoTime());
        return path.handle(
                new Arrival(admitted(who), request, ParamCheck.NONE, Instant.now(), deadline), new ByRetry());
    }

    private Admission.Admitted admitted(String who) {
        ServerName name = new ServerName("s");
        VirtualServer server = new VirtualServer(
                name, "http://gw/mcp", "http://gw/sse", "", List.of(Publication.of(ID, "", NameFilter.ALL)));
        Bundle bundle = new Bundle(
                new BundleName("b"),
                new Members(Set.of(), Set.of("gw/alice", "gw/bob"), false),
                Set.of(name),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
        Revision revision = new Revision("r", Map.of(name, server), List.of(bundle), Map.of(), Map.of());
        Doorkeeper doorkeeper = new Doorkeeper(
                (token, _) -> new Authentication.Authenticated(user(token.value())),
                _ -> true,
                () -> KillSwitches.NONE,
                new Rejections(journal, Clocks.SYSTEM),
                Clocks.SYSTEM);
        return (Admission.Admitted) doorkeeper.admit(revision, "s", Optional.of(new AccessToken(who)), "peer");
    }

    private static Principal user(String name) {
        return new Principal(
                Principal.Kind.USER,
                "gw",
                name,
                Optional.of("gw/" + name),
                "client",
                Set.of(),
                Set.of("read:tools", "execute:tools"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.MAX);
    }

    /** A modern client that takes whatever it is sent. */
    private static final class ByRetry implements Exchange {
        @Override
        public Asking asking() {
            return Asking.BY_RETRY;
        }

        @Override
        public void send(Notice notice) {}

        @Override
        public Answers ask(List<InputRequest> requests, Deadline deadline) {
            throw new AssertionError("asked on a stream it does not have");
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public void onOver(Runnable action) {
            action.run();
        }

        @Override
        public void onUndelivered(Runnable action) {}
    }
}
