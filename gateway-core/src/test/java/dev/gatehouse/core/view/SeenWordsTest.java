package dev.gatehouse.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;

class SeenWordsTest {
    @Test
    void hidden_characters_leave_titles_and_descriptions_at_every_depth() throws Exception {
        Json tool = Json.read(
                "{\"name\":\"a\u200bb\",\"description\":\"Adds.\\udb40\\udc41 \u202eX\u202c\u200b\",\"inputSchema\":"
                        + "{\"properties\":{\"n\":{\"description\":\"a\\u001b[8mb\",\"enum\":[\"x\u200b\"]}}}}");
        assertThat(SeenWords.of(tool))
                .isEqualTo(Json.read("{\"name\":\"a\u200bb\",\"description\":\"Adds. X\",\"inputSchema\":"
                        + "{\"properties\":{\"n\":{\"description\":\"a[8mb\",\"enum\":[\"x\u200b\"]}}}}"));
    }

    @Test
    void what_hides_nothing_is_the_same_value() throws Exception {
        Json plain = Json.read("{\"name\":\"a\",\"description\":\"Adds\\nnumbers.\"}");
        Json joined = Json.read("{\"description\":\"\ud83d\udc68\u200d\ud83d\udc69 caf\u00e9 \\u0041\"}");
        assertThat(SeenWords.of(plain)).isSameAs(plain);
        assertThat(SeenWords.of(joined)).isSameAs(joined);
    }
}
