package dev.gatehouse.transport.client;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.http.AnsweringServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D18: what upstreams answer is paid for from the byte budget for as long as it is held, by the call it belongs to. */
@Timeout(180)
class AnswerBudgetTest {
    private static final int BUDGET_BYTES = 8 << 20;
    private static final UpstreamId CHILD = new UpstreamId("child");

    @TempDir
    Path dataDir;

    private Fleet fleet;
    private AnsweringServer server;

    @BeforeEach
    void start() throws Exception {
        fleet = new Fleet(dataDir, FleetSettings.REFRESH_MAX, BUDGET_BYTES);
        server = AnsweringServer.start();
        UpstreamSpec remote = new UpstreamSpec.Http(
                ID, "d", UpstreamSpec.Limits.DEFAULT, server.url(), Map.of(), UpstreamSpec.Protocol.AUTO);
        fleet.adopt(remote, Fleet.stdio(CHILD, "legacy")).untilReady(ID, CHILD);
        untilNothingIsHeld();
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chunked", "events"})
    void an_answer_is_paid_for_until_its_call_is_closed(String form) {
        try (UpstreamCall call = fleet.open(Permits.of(ID, form, "{\"bytes\":1000000}"))) {
            assertThat(reply(call)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(fleet.budget.free()).isLessThanOrEqualTo(BUDGET_BYTES - 1_000_000);
        }
        untilNothingIsHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chunked", "events"})
    void a_call_whose_answer_cannot_be_paid_for_is_lost_and_others_go_on(String form) {
        long taken = BUDGET_BYTES - 500_000;
        assertThat(fleet.budget.tryReserve(taken)).isTrue();
        UpstreamReply refused = fleet.call(ID, form, "{\"bytes\":1000000}");
        assertThat(refused).isInstanceOfSatisfying(Lost.class, lost -> {
            assertThat(lost.cause()).isEqualTo(Cause.OVERLOADED);
            assertThat(lost.sent()).isTrue();
        });
        assertThat(fleet.call(ID, form, "{\"bytes\":1000}")).isInstanceOf(UpstreamReply.Complete.class);
        assertThat(fleet.text(CHILD, "echo", "{\"value\":\"x\"}")).contains("x");
        fleet.budget.release(taken);
        untilNothingIsHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chunked", "events"})
    void an_answer_that_can_be_paid_for_a_moment_later_arrives_whole(String form) {
        assertThat(fleet.budget.tryReserve(BUDGET_BYTES - 500_000)).isTrue();
        try (UpstreamCall call = fleet.open(Permits.of(ID, form, "{\"bytes\":1000000}"))) {
            eventually(() -> assertThat(fleet.budget.free())
                    .as("what there was is spent")
                    .isLessThan(300_000));
            until("it waits", () -> isStill(fleet.budget.free()));
            fleet.budget.release(BUDGET_BYTES - 500_000);
            assertThat(reply(call))
                    .isInstanceOfSatisfying(
                            UpstreamReply.Complete.class,
                            complete -> assertThat(complete.result().length()).isGreaterThan(1_000_000));
        }
        untilNothingIsHeld();
    }

    @Test
    void a_flood_takes_no_more_than_one_calls_share() {
        UpstreamReply flooded = fleet.call(ID, "flood", "{}");
        assertThat(flooded)
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.cause()).isIn(Cause.TOO_LARGE, Cause.OVERLOADED));
        untilNothingIsHeld();
        assertThat(fleet.call(ID, "json", "{\"bytes\":1000}")).isInstanceOf(UpstreamReply.Complete.class);
    }

    @Test
    void a_cancelled_call_gives_back_what_it_held() {
        try (UpstreamCall call = fleet.open(Permits.of(ID, "half", "{\"bytes\":1000000}"))) {
            eventually(() ->
                    assertThat(fleet.budget.free()).as("half of it is held").isLessThan(BUDGET_BYTES));
            call.cancel(UpstreamCall.Reason.CLIENT_GONE);
            assertThat(reply(call)).isInstanceOf(Lost.class);
        }
        untilNothingIsHeld();
    }

    @Test
    void the_answer_of_a_child_is_paid_for_until_its_call_is_closed() {
        String large = "{\"value\":\"" + "z".repeat(1_000_000) + "\"}";
        try (UpstreamCall call = fleet.open(Permits.of(CHILD, "echo", large))) {
            assertThat(reply(call)).isInstanceOf(UpstreamReply.Complete.class);
            eventually(() -> assertThat(fleet.budget.free())
                    .as("the line is let go of")
                    .isGreaterThan(BUDGET_BYTES - 1_100_000));
            assertThat(fleet.budget.free()).isLessThanOrEqualTo(BUDGET_BYTES - 1_000_000);
        }
        untilNothingIsHeld();
    }

    @Test
    void the_answer_of_a_child_that_cannot_be_paid_for_ends_its_conversation_and_a_new_one_begins() {
        long taken = BUDGET_BYTES - 500_000;
        assertThat(fleet.budget.tryReserve(taken)).isTrue();
        String large = "{\"value\":\"" + "z".repeat(1_000_000) + "\"}";
        assertThat(fleet.call(CHILD, "echo", large))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Cause.OVERLOADED));
        fleet.budget.release(taken);
        until(
                "the child is back",
                () -> fleet.call(CHILD, "echo", "{\"value\":\"x\"}") instanceof UpstreamReply.Complete);
        untilNothingIsHeld();
    }

    private boolean isStill(long free) {
        LockSupport.parkNanos(100_000_000);
        return fleet.budget.free() == free;
    }

    private void untilNothingIsHeld() {
        eventually(() -> assertThat(fleet.budget.free()).isEqualTo(BUDGET_BYTES));
    }

    private static UpstreamReply reply(UpstreamCall call) {
        return ((UpstreamEvent.Done) call.next(in(WAIT_MAX))).reply();
    }
}
