package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.listen.ServedEndpoints.HOST;
import static dev.gatehouse.transport.listen.ServedEndpoints.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Endpoints, and how requests follow each other on a connection: on real sockets. */
class HttpListenerTest {
    @AutoClose
    private final ServedEndpoints served = new ServedEndpoints();

    @Test
    void anEndpointAnswersWithItsVariables() throws IOException {
        served.start(HttpLimits.DEFAULT);
        assertThat(served.ask(get("/hello/you")).body()).isEqualTo("hello you");
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("HEAD /hello/you HTTP/1.1\r\n" + HOST + "\r\n" + get("/hello/next"));
            assertThat(wire.readHead().header("content-length")).contains("9");
            assertThat(wire.read().body()).isEqualTo("hello next");
        }
    }

    @Test
    void otherMethodsAreToldWhatIsAllowed() throws IOException {
        served.start(HttpLimits.DEFAULT);
        Wire.Answer answer = served.ask("POST /hello/you HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(served.ask("OPTIONS /hello/you HTTP/1.1\r\n" + HOST + "\r\n").status())
                .isEqualTo(204);
        assertThat(served.ask("PROPFIND /vmcp/team/mcp HTTP/1.1\r\n" + HOST + "\r\n")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void aHandlerThatThrowsSaysNothing() throws IOException {
        served.start(HttpLimits.DEFAULT);
        Wire.Answer answer = served.ask(get("/throws"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("planted-detail");
        assertThat(served.ask(get("/broken-header")).status()).isEqualTo(500);
    }

    @Test
    void adminEndpointsWantAnAdministrator() throws IOException {
        served.start(HttpLimits.DEFAULT);
        assertThat(served.ask(get("/admin")).status()).isEqualTo(401);
        Wire.Answer answer = served.ask("GET /admin HTTP/1.1\r\n" + HOST + "Authorization: Bearer admin\r\n\r\n");
        assertThat(answer.body()).isEqualTo("secret");
    }

    @Test
    void aConnectionServesManyRequestsInOrder() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
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
        World world = served.start(HttpLimits.DEFAULT);
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
        eventually(() -> assertThat(world.budget.free()).isEqualTo(ServedEndpoints.BUDGET_BYTES));
    }

    @Test
    void aRefusedPostLeavesTheConnectionUsable() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /vmcp/team/mcp HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nab");
            assertThat(wire.read().status()).isEqualTo(401);
            wire.send("cde" + get("/hello/a"));
            assertThat(wire.read().body()).isEqualTo("hello a");
        }
    }

    @Test
    void http10ClosesUnlessAskedOtherwise() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
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
        World world = served.start(HttpLimits.DEFAULT);
        try (Wire wire = world.wire()) {
            wire.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(100);
            assertThat(wire.send("ok").read().body()).isEqualTo("ok");
        }
        assertThat(served.ask("POST /echo HTTP/1.1\r\n" + HOST + "Expect: miracles\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(417);
    }

    @Test
    void anAddressInUseIsAClearFailure() throws IOException {
        World world = served.start(HttpLimits.DEFAULT);
        ListenerSpec same = new ListenerSpec(
                world.listener.address(), Optional.empty(), Set.of(), Set.of(), List.of(), HttpLimits.DEFAULT);
        assertThatThrownBy(() -> HttpListener.start(world.loops, same, List.of(), Optional.empty(), AdminGuard.NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on");
    }
}
