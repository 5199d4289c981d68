package dev.gatehouse.transport.client.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What goes to an upstream, byte by byte. */
class RequestBytesTest {
    private static final HttpHeaders NO_MORE = EmptyHttpHeaders.INSTANCE;

    private final RequestBytes requests =
            new RequestBytes("/mcp?k=v", new DefaultHttpHeaders().add("host", "up.example"));

    @Test
    void a_post_is_head_and_body_in_one_piece() {
        Json message = Json.object().put("q", "\u00fc\ud83d\ude00").build();
        HttpHeaders own = new DefaultHttpHeaders().add("mcp-method", "tools/call");
        assertThat(utf8(requests.post(message, own)))
                .isEqualTo("POST /mcp?k=v HTTP/1.1\r\nhost: up.example\r\ncontent-type: application/json\r\n"
                        + "accept: application/json, text/event-stream\r\nmcp-method: tools/call\r\n"
                        + "content-length: " + message.length() + "\r\n\r\n" + message);
    }

    @Test
    void a_get_asks_for_events_and_a_delete_for_nothing() {
        assertThat(utf8(requests.get(NO_MORE)))
                .isEqualTo("GET /mcp?k=v HTTP/1.1\r\nhost: up.example\r\naccept: text/event-stream\r\n\r\n");
        assertThat(utf8(requests.delete(NO_MORE))).isEqualTo("DELETE /mcp?k=v HTTP/1.1\r\nhost: up.example\r\n\r\n");
    }

    @Test
    void another_address_keeps_the_fixed_fields() {
        assertThat(utf8(requests.to("/messages?sessionId=7").delete(NO_MORE)))
                .isEqualTo("DELETE /messages?sessionId=7 HTTP/1.1\r\nhost: up.example\r\n\r\n");
    }

    @Test
    void a_character_that_no_header_can_hold_does_not_become_a_line_end() {
        // U+560D ends in the byte of a carriage return: cutting characters to bytes would let it split a request.
        HttpHeaders own = new DefaultHttpHeaders().add("x", "a\u560d\u560aevil: 1");
        assertThat(utf8(requests.get(own))).contains("x: a??evil: 1\r\n").doesNotContain("\nevil");
    }

    @Test
    void a_line_end_in_a_value_is_refused_before_it_is_written() {
        HttpHeaders own = new DefaultHttpHeaders();
        assertThatThrownBy(() -> own.add("x", "a\r\nevil: 1")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String utf8(ByteBuf request) {
        return request.toString(StandardCharsets.UTF_8);
    }
}
