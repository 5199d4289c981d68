package dev.gatehouse.audit.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.Events;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final int KEEP_DAYS = 30;
    private static final int BYTES_MAX = 1 << 20;

    static Iterable<AuditEvent> oneOfEach() {
        return Events.oneOfEach();
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void every_event_is_read_back_as_it_was(AuditEvent event) throws Exception {
        EncodedEvent encoded = EventCodec.encode(event, KEEP_DAYS, BYTES_MAX, EventGuard.NONE);
        byte[] kept = encoded.kept().map(Json::bytes).orElse(new byte[0]);

        assertThat(EventReader.read(encoded.head().bytes(), kept)).isEqualTo(event);
        assertThat(Json.read(encoded.head().bytes()))
                .as("one strict JSON object")
                .isEqualTo(encoded.head());
    }

    @Test
    void a_payload_as_deep_as_a_document_may_be_can_be_read_back() throws Exception {
        String deep = "[".repeat(JsonLimits.DEPTH_MAX) + "]".repeat(JsonLimits.DEPTH_MAX);
        AuditEvent event = Events.intent("c1", Optional.of(Json.read(deep)));
        EncodedEvent encoded = EventCodec.encode(event, KEEP_DAYS, BYTES_MAX, EventGuard.NONE);

        assertThat(EventReader.read(
                        encoded.head().bytes(), encoded.kept().orElseThrow().bytes()))
                .isEqualTo(event);
    }

    @Test
    void a_payload_too_large_to_record_leaves_its_digest_and_says_so() throws Exception {
        Json large = Json.of("x".repeat(BYTES_MAX));
        EncodedEvent encoded =
                EventCodec.encode(Events.outcome("c1", Optional.of(large)), KEEP_DAYS, BYTES_MAX, EventGuard.NONE);

        assertThat(encoded.bytes()).isLessThan(BYTES_MAX);
        assertThat(encoded.head().member("payloadOmitted")).contains(Json.of(true));
        assertThat(readHead(encoded.head().bytes())).isEqualTo(Events.outcome("c1"));
    }

    @Test
    void foreign_text_is_cut_so_that_every_event_fits() throws Exception {
        AuditEvent event = Events.administered("\u0001".repeat(1 << 20));

        assertThat(EventCodec.encode(event, KEEP_DAYS, BYTES_MAX, EventGuard.NONE)
                        .bytes())
                .isLessThan(16 << 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"v\":2,\"type\":\"listed\",\"at\":0}",
                "{\"v\":1,\"type\":\"invented_later\",\"at\":0}",
                "{\"v\":1,\"type\":\"listed\",\"at\":0}",
                "{\"v\":1,\"type\":\"upstream_changed\",\"at\":0,\"upstream\":\"NOT A SLUG\",\"state\":\"\",\"detail\":\"\"}",
                "{\"v\":1,\"type\":\"call_rejected\",\"at\":0,\"server\":\"x\",\"peer\":7,\"reason\":\"\",\"count\":1}"
            })
    void what_is_no_event_of_this_version_is_refused_without_quoting_it(String text) {
        assertThatThrownBy(() -> readHead(text.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .message()
                .doesNotContain("NOT A SLUG");
    }

    private static AuditEvent readHead(byte[] head) throws UnreadableEventException {
        return EventReader.read(head, new byte[0]);
    }

    @Test
    void an_event_costs_microseconds() throws Exception {
        AuditEvent intent = Events.intent("0199a1b2c3d4e5f60718293a4b5c");
        AuditEvent outcome = Events.outcome("0199a1b2c3d4e5f60718293a4b5c");
        long bytes = 0;
        long best = Long.MAX_VALUE;
        int pairs = 20_000;
        for (int round = 0; round < 8; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < pairs; i++) {
                bytes += EventCodec.encode(intent, KEEP_DAYS, BYTES_MAX, EventGuard.NONE)
                        .bytes();
                bytes += EventCodec.encode(outcome, KEEP_DAYS, BYTES_MAX, EventGuard.NONE)
                        .bytes();
            }
            best = Math.min(best, (System.nanoTime() - began) / (2 * pairs));
        }
        System.out.println("encode: " + best + " ns per event, " + bytes / (16L * pairs) + " bytes");
        assertThat(best)
                .as("nanoseconds per event, with room for a busy machine")
                .isLessThan(50_000);
    }
}
