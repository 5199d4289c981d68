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
    void a_text_that_was_seen_before_is_the_same_again_with_a_key_and_without() {
        for (int i = 0; i < 3; i++) {
            String clean = new String("an ordinary reason, said often".toCharArray());
            assertThat(KeyMask.of(clean)).isSameAs(clean);
            assertThat(KeyMask.of("reason " + KEY)).isEqualTo("reason (secret)");
        }
    }
}
