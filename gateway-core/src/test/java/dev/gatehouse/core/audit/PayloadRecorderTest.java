package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRecorderTest {

    @Test
    void a_shape_says_which_names_and_types_there_are_and_no_value() throws Exception {
        Json value = Json.read("{\"file_path\":\"/etc/passwd\",\"maxResults\":7,\"deep\":[{\"ok\":true,\"no\":null}]}");

        assertThat(shape(value))
                .isEqualTo(Json.read("{\"file_path\":\"string(11)\",\"maxResults\":\"number\","
                        + "\"deep\":[{\"ok\":\"boolean\",\"no\":null}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isError",
                "structuredContent",
                "io.modelcontextprotocol/protocolVersion",
                "Content-Type",
                "MAX_SIZE",
                "userID",
                "$ref",
                "x1",
                "line_2"
            })
    void a_key_that_reads_like_a_name_stays(String key) {
        assertThat(shape(Json.object().put(key, 1).build()).members()).containsOnlyKeys(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAQ3EGXAMPLE7KEY2X",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "alice@example.com",
                "0199a1b2-c3d4-7e5f-8607-18293a4b5c6d",
                "4111111111111111",
                "+49 170 1234567",
                "dapi0123456789abcdef0123456789abcdef",
                ""
            })
    void a_key_that_is_content_shows_only_how_long_it_is(String key) throws Exception {
        assertThat(shape(Json.object().put(key, "it").put("kind", 1).build()))
                .isEqualTo(Json.read("{\"(key 1, " + key.length() + ")\":\"string(2)\",\"kind\":\"number\"}"));
    }

    private static Json shape(Json value) {
        return PayloadRecorder.record(value, PayloadMode.REDACTED).kept().orElseThrow();
    }
}
