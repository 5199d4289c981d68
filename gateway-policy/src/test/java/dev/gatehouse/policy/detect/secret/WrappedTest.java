package dev.gatehouse.policy.detect.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedTest {
    private static final String SECRET = "postgres://app:" + "q7Zt4Lp9" + "@db.example/x";

    @Test
    void a_string_that_is_base64_is_looked_into_and_counts_as_a_whole() {
        byte[] said = ("url: " + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String wrapped : List.of(
                Base64.getEncoder().encodeToString(said),
                Base64.getUrlEncoder().withoutPadding().encodeToString(said),
                Base64.getMimeEncoder(20, new byte[] {'\r', '\n'}).encodeToString(said))) {
            assertThat(seen(wrapped)).singleElement().satisfies(one -> {
                assertThat(one.type()).isEqualTo("secret.connection-string");
                assertThat(one.place().from()).isZero();
                assertThat(one.place().to()).isEqualTo(wrapped.length());
            });
        }
    }

    @Test
    void an_address_is_looked_into_behind_its_percent_signs() {
        assertThat(seen("https://x.example/?next=" + SECRET.replace(":", "%3A").replace("@", "%40")))
                .extracting(Detection::type)
                .contains("secret.connection-string");
    }

    @Test
    void what_is_no_text_or_wrapped_twice_or_only_partly_base64_is_left_alone() {
        String once = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        String twice = Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.UTF_8));
        String picture = Base64.getEncoder()
                .encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xFF, 0, 1, 2, 3, 4, 5, 6});
        assertThat(seen(twice)).isEmpty();
        assertThat(seen(picture)).isEmpty();
        assertThat(seen("see " + once)).isEmpty();
        assertThat(seen("=".repeat(40))).isEmpty();
        assertThat(seen("A".repeat(41))).isEmpty();
    }

    @Test
    void what_is_too_long_is_not_decoded() {
        byte[] said = (SECRET + " ".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(seen(Base64.getEncoder().encodeToString(said))).isEmpty();
    }

    private static List<Detection> seen(String text) {
        return Detections.of(List.of("secrets"), 80).in(Json.of(text), Side.RESULT);
    }
}
