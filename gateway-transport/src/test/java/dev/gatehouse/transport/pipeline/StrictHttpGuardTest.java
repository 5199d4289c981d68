package dev.gatehouse.transport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.transport.http.HostField;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No request that could be read two ways reaches a handler (RFC 9112). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictHttpGuardTest {
    private final AtomicInteger handled = new AtomicInteger();
    private World world;

    @BeforeAll
    void start() throws IOException {
        world = new World(
                HttpLimits.DEFAULT, Optional.empty(), List.of(echo(Endpoint.Method.GET), echo(Endpoint.Method.POST)));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Endpoint echo(Endpoint.Method method) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, method, PathPattern.of("/echo"), Endpoint.Guard.PUBLIC, 1024, request -> {
                    handled.incrementAndGet();
                    return Answer.text(200, new String(request.body(), StandardCharsets.UTF_8));
                });
    }

    static Stream<HostileInput> hostile() {
        return Stream.concat(HostileInput.ACCEPTED_BY_NETTY.stream(), HostileInput.REFUSED_BY_NETTY.stream());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefusedAndTheConnectionCloses(HostileInput input) throws IOException {
        int before = handled.get();
        try (Wire wire = world.wire()) {
            Wire.Answer answer = wire.send(input.bytes()).read();
            assertThat(answer.status()).isEqualTo(input.status());
            assertThat(answer.header("connection")).contains("close");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(handled.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefusedHoweverTheBytesAreSplit(HostileInput input) {
        byte[] bytes = input.bytes().getBytes(StandardCharsets.ISO_8859_1);
        for (int split = 0; split < Math.min(bytes.length, 300); split++) {
            List<Object> seen = decode(bytes, split);
            assertThat(seen.getLast()).as("split at %d", split).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void aSoundRequestPassesHoweverTheBytesAreSplit() {
        byte[] bytes = ("POST /echo?q=1 HTTP/1.1\r\n" + HostileInput.HOST
                        + "X: a b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int split = 0; split < bytes.length; split++) {
            List<Object> seen = decode(bytes, split);
            assertThat(seen).as("split at %d", split).noneMatch(Rejected.class::isInstance);
            assertThat(seen.getFirst()).isInstanceOf(HttpRequest.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/",
                "a?",
                "a#",
                "a@b",
                "user:pw@a",
                "a:",
                "a:b",
                "a:-1",
                "a:99999",
                "a:123456",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]x",
                "[a.b]",
                "a\\b",
                "a,b",
                "a;b",
                ".a",
                "\u00e9",
                "a%00",
                "a_b",
                "a:80:80",
                "<a>",
                "a\"b",
                "[::1]:x",
                "[1.2.3.4.5]"
            })
    void aHostOutsideTheGrammarIsRefused(String host) {
        assertThat(HostField.parse(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b-c.d", "127.0.0.1:80", "[::1]", "[::1]:8443", "localhost:1"})
    void aHostOfTheGrammarIsKept(String host) {
        assertThat(HostField.parse(host).map(HostField::toString)).contains(host.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void theNextGoodRequestOnAFreshConnectionWorks() throws IOException {
        try (Wire wire = world.wire()) {
            Wire.Answer answer = wire.send(
                            "POST /echo HTTP/1.1\r\n" + HostileInput.HOST + "Content-Length: 2\r\n\r\nhi")
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hi");
        }
    }

    private static List<Object> decode(byte[] bytes, int split) {
        HttpLimits.Head limits = HttpLimits.DEFAULT.head();
        EmbeddedChannel channel =
                new EmbeddedChannel(new StrictRequestDecoder(limits), new StrictHttpGuard(new HeadRules(limits)));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, split));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, split, bytes.length - split));
        List<Object> seen = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            seen.add(message);
            if (message instanceof HttpContent) {
                ReferenceCountUtil.release(message);
            }
        }
        channel.finishAndReleaseAll();
        return seen;
    }
}
