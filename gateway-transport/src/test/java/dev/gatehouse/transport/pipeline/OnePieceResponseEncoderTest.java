package dev.gatehouse.transport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes as Netty's own encoder, in fewer pieces where that is safe. */
class OnePieceResponseEncoderTest {
    private final EmbeddedChannel ours = new EmbeddedChannel(new OnePieceResponseEncoder());
    private final EmbeddedChannel netty = new EmbeddedChannel(new HttpResponseEncoder());

    @AfterEach
    void close() {
        ours.finishAndReleaseAll();
        netty.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 8 * 1024})
    void a_small_answer_is_one_buffer(int bodyBytes) {
        FullHttpResponse response = response(HttpResponseStatus.OK, bodyBytes, bodyBytes);
        List<String> written = written(ours, response);
        assertThat(written).containsExactly(String.join("", expected(HttpResponseStatus.OK, bodyBytes, bodyBytes)));
        assertThat(response.refCnt()).isZero();
    }

    @Test
    void a_large_body_is_not_copied() {
        int bytes = 8 * 1024 + 1;
        assertThat(written(ours, response(HttpResponseStatus.OK, bytes, bytes)))
                .hasSizeGreaterThan(1)
                .isEqualTo(expected(HttpResponseStatus.OK, bytes, bytes));
    }

    @Test
    void what_needs_care_is_left_to_netty() {
        assertThat(written(ours, response(HttpResponseStatus.OK, 0, 0)))
                .isEqualTo(expected(HttpResponseStatus.OK, 0, 0));
        assertThat(written(ours, response(HttpResponseStatus.NO_CONTENT, 5, 5)))
                .isEqualTo(expected(HttpResponseStatus.NO_CONTENT, 5, 5));
        assertThat(written(ours, response(HttpResponseStatus.OK, 5, 3)))
                .as("a length that lies")
                .isEqualTo(expected(HttpResponseStatus.OK, 5, 3));
    }

    @Test
    void a_stream_after_an_answer_is_chunked_as_ever() {
        var _ = written(ours, response(HttpResponseStatus.OK, 5, 5));
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, true);
        ours.writeOutbound(
                head,
                new DefaultHttpContent(Unpooled.copiedBuffer("data", StandardCharsets.US_ASCII)),
                LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(String.join("", drained(ours)))
                .isEqualTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ndata\r\n0\r\n\r\n");
    }

    private List<String> expected(HttpResponseStatus status, int bodyBytes, int declared) {
        return written(netty, response(status, bodyBytes, declared));
    }

    private static FullHttpResponse response(HttpResponseStatus status, int bodyBytes, int declared) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(new byte[bodyBytes]));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, declared).set("x-other", "1");
        return response;
    }

    private static List<String> written(EmbeddedChannel channel, FullHttpResponse response) {
        channel.writeOutbound(response);
        return drained(channel);
    }

    private static List<String> drained(EmbeddedChannel channel) {
        List<String> pieces = new ArrayList<>();
        ByteBuf piece;
        while ((piece = channel.readOutbound()) != null) {
            pieces.add(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }
        return pieces;
    }
}
