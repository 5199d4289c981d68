package dev.gatehouse.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Redaction;
import dev.gatehouse.policy.detect.scan.Side;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String CARD = "4111111111111111";

    @Test
    void what_is_repeated_as_text_is_masked_alike() throws Exception {
        String masked = redacted("{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"password\\\":\\\"hunter2!x\\\"}\"}],"
                + "\"structuredContent\":{\"password\":\"hunter2!x\",\"echo\":\"hunter2!x\"}}");
        assertThat(masked).doesNotContain("hunter2").contains("\"structuredContent\":{\"password\":\"*********\"");
    }

    @Test
    void numbers_are_masked_where_they_are_numbers() throws Exception {
        assertThat(redacted("{\"card\":" + CARD + ",\"n\":3}")).isEqualTo("{\"card\":0,\"n\":3}");
    }

    @Test
    void text_in_base64_is_looked_at_and_masked_as_a_whole_and_pictures_are_left_alone() throws Exception {
        String blob = Base64.getEncoder().encodeToString(("card " + CARD).getBytes(StandardCharsets.UTF_8));
        assertThat(redacted("{\"contents\":[{\"uri\":\"u\",\"mimeType\":\"text/plain\",\"blob\":\"" + blob + "\"}]}"))
                .contains("[redacted]")
                .doesNotContain(blob);
        String picture = "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" + blob + "\"}]}";
        assertThat(decide(picture, Action.REDACT)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void what_cannot_be_masked_is_denied() throws Exception {
        assertThat(decide("{\"ann@example.org\":1}", Action.REDACT)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void what_is_repeated_in_a_name_or_is_too_long_to_find_again_is_denied() throws Exception {
        assertThat(decide("{\"password\":\"hunter2!x\",\"uses\":{\"hunter2!x\":3}}", Action.REDACT))
                .isInstanceOf(Decision.Deny.class);
        String key = "-----BEGIN PRIVATE KEY-----" + "QUJD".repeat(5_000) + "-----END PRIVATE KEY-----";
        assertThat(decide("{\"key\":\"" + key + "\"}", Action.REDACT)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void what_is_repeated_is_masked_as_often_as_it_stands_and_in_its_own_letters_only() throws Exception {
        assertThat(
                        redacted(
                                "{\"password\":\"\u0130stanbul7!\",\"a\":\"\u0130stanbul7! and \u0130stanbul7!\",\"b\":\"\u0130STANBUL7!\"}"))
                .isEqualTo(
                        "{\"password\":\"**********\",\"a\":\"********** and **********\",\"b\":\"\u0130STANBUL7!\"}");
    }

    @Test
    void a_sighting_that_crosses_two_stretches_is_seen_once() throws Exception {
        for (int before : List.of(49_140, 49_152, 65_530, 98_300)) {
            String text = "x ".repeat(before / 2) + CARD + " y".repeat(40_000);
            Json value = Json.of(List.of(Json.of(text)));
            assertThat(Detections.of(List.of("pii.card"), 80).in(value, Side.RESULT))
                    .as("behind %d characters", before)
                    .singleElement()
                    .satisfies(seen -> {
                        assertThat(text.substring(
                                        seen.place().from(), seen.place().to()))
                                .isEqualTo(CARD);
                    });
        }
    }

    @Test
    void reasons_and_detections_never_hold_what_was_seen() throws Exception {
        for (Action action : Action.values()) {
            Decision decision = decide("{\"card\":\"" + CARD + "\"}", action);
            assertThat(decision.toString()).contains("pii.card").doesNotContain(CARD);
        }
    }

    @Test
    void a_payload_that_finds_no_room_is_not_let_through() {
        Json large = Json.of("x".repeat(CpuLane.SHORT_MAX_BYTES + 1));
        Watch watch = new Watch(List.of("pii"), 80, Action.FLAG, CpuLane.none());
        assertThatThrownBy(() -> watch.judge(large, Side.RESULT, "it", true))
                .isInstanceOf(CpuLane.OverloadedException.class);
    }

    private static String redacted(String json) throws JsonSyntaxException {
        return Redaction.of(Json.read(json), ((Decision.Redact) decide(json, Action.REDACT)).places())
                .toString();
    }

    private static Decision decide(String json, Action action) throws JsonSyntaxException {
        Json value = Json.read(json);
        Watch watch = new Watch(List.of("pii", "secrets"), 80, action, CpuLane.none());
        return watch.judge(value, Side.RESULT, "the contents", true);
    }
}
