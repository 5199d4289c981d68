package dev.gatehouse.server.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaskTest {
    private static final String KEY = "ghp_" + "a1B2c3D4e5F6g7H8i9J0".repeat(2).substring(4);

    @Test
    void a_key_in_a_text_gives_way_to_a_mark_and_the_rest_stays() {
        assertThat(KeyMask.of("unknown tool " + KEY + ", and " + KEY + " again"))
                .isEqualTo("unknown tool (secret), and (secret) again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "files_read_file",
                "gha_0123456789abcdef0123456789abcdef",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "person 0199a1b2-c3d4-7e5f-8607-18293a4b5c6d, with every token",
                "token is not good: expired",
                "password: the two are not the same"
            })
    void what_a_trail_is_for_stays(String text) {
        assertThat(KeyMask.of(text)).isEqualTo(text);
        Json value = Json.object().put("tokenId", text).build();
        assertThat(KeyMask.of(value)).isSameAs(value);
    }

    @Test
    void names_and_values_of_an_object_are_masked_and_no_member_is_lost() throws Exception {
        Json value = Json.object()
                .put("requested", KEY)
                .put(KEY, 1)
                .put(KEY.replace("a1B2", "x1Y2"), Json.ofStrings(List.of(KEY)))
                .build();

        assertThat(KeyMask.of(value))
                .isEqualTo(Json.read("{\"requested\":\"(secret)\",\"(secret)\":1,\"(secret)'\":[\"(secret)\"]}"));
    }

    @Test
    void looking_at_an_event_costs_microseconds() throws Exception {
        Json event = Json.read("{\"v\":1,\"type\":\"call_attempted\",\"at\":1763900000000000000,\"keep\":400,\"call\":"
                + "\"0199a1b2c3d4e5f60718293a4b5c\",\"round\":0,\"method\":\"tools/call\",\"requested\":\"files_read_file\","
                + "\"target\":{\"kind\":\"tool\",\"name\":\"files_read_file\",\"upstream\":\"files\",\"upstreamName\":"
                + "\"read_file\"},\"server\":\"engineering\",\"bundle\":\"engineering\",\"principal\":{\"kind\":\"agent\","
                + "\"issuer\":\"https://gateway.example\",\"subject\":\"release-bot\",\"clientId\":"
                + "\"gha_0123456789abcdef0123456789abcdef\",\"groups\":[\"Engineering\",\"sre\"],\"scopes\":"
                + "[\"execute:tools\"],\"expiresAt\":1763900000000000000},\"owner\":\"alice@example.com\",\"protocol\":"
                + "\"2026-07-28\",\"traceParent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"peer\":"
                + "\"192.0.2.7\",\"arguments\":{\"sha256\":"
                + "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\",\"bytes\":17}}");
        long best = Long.MAX_VALUE;
        int times = 10_000;
        for (int round = 0; round < 6; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                assertThat(KeyMask.of(event) == event).isTrue();
            }
            best = Math.min(best, (System.nanoTime() - began) / times);
        }
        System.out.println("mask: " + best + " ns per event of " + event.length() + " bytes");
        assertThat(best).as("nanoseconds, with room for a busy machine").isLessThan(100_000);
    }
}
