package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringCharactersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"plain\"",
                "\"a\\n\\\"b\\\\\"",
                "\"caf\u00e9 \u20ac\"",
                "\"\ud83d\ude00x\"",
                "\"\\ud83d\\ude00\\u0041\"",
                "\"\\/\\b\\f\\r\\t\""
            })
    void pieces_of_any_size_are_the_string(String written) throws Exception {
        Json string = Json.read(written);
        for (int size = 1; size < 6; size++) {
            StringCharacters characters = new StringCharacters(string);
            StringBuilder read = new StringBuilder();
            char[] piece = new char[size];
            while (!characters.isAtEnd()) {
                read.append(piece, 0, characters.read(piece, 0, size));
            }
            assertThat(read.toString()).isEqualTo(string.string().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "null"})
    void what_is_no_string_has_no_characters(String written) {
        assertThatThrownBy(() -> new StringCharacters(Json.read(written))).isInstanceOf(IllegalStateException.class);
    }
}
