package dev.gatehouse.transport.listen;

import static dev.gatehouse.testkit.wait.Eventually.await;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A listener with a few endpoints of its own, one of which answers when it is told to. */
final class ServedEndpoints implements AutoCloseable {
    static final String HOST = "Host: 127.0.0.1\r\n";
    static final int BUDGET_BYTES = 64 * 1024 * 1024;

    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private @Nullable World world;

    World start(HttpLimits limits) throws IOException {
        return start(limits, new ByteBudget(BUDGET_BYTES));
    }

    World start(HttpLimits limits, ByteBudget budget) throws IOException {
        World started = new World(limits, Optional.empty(), endpoints(), budget);
        world = started;
        return started;
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

    /** One exchange on a connection of its own. */
    Wire.Answer ask(String request) throws IOException {
        try (Wire wire = Objects.requireNonNull(world, "not started").wire()) {
            return wire.send(request).read();
        }
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    /** Until {@code /held} is being answered. */
    void awaitHeld() {
        await("the request is held", held);
    }

    void letGo() {
        hold.countDown();
    }

    /** The usual limits of a connection but for two. */
    static HttpLimits.Connection connection(int perAddressMax, Duration idle) {
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

    @Override
    public void close() {
        letGo();
        if (world != null) {
            world.close();
        }
    }
}
