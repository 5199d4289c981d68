package dev.gatehouse.transport.client.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream says of an error is shown to people and models: bounded, and nothing in it moves a cursor. */
class IncomingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no luck|no luck",
                "\\u001b[2J gone|\\u{1b}[2J gone",
                "a\\u0000b|a\\u{0}b",
                "\\u202egnihsihp|\\u{202e}gnihsihp",
                "zero\\u200bwidth|zero\\u{200b}width",
                "line\\u2028break|line\\u{2028}break",
                "\\u009b31m|\\u{9b}31m",
                "naïve 日本 \\ud83d\\ude00|naïve 日本 😀"
            })
    void a_message_shows_what_it_would_do(String written, String shown) {
        assertThat(failure("\"message\":\"" + written + "\"").message()).isEqualTo(shown);
    }

    @Test
    void lines_and_tabs_of_a_message_stay() {
        assertThat(failure("\"message\":\"a\\n\\tb\\r\\n\"").message()).isEqualTo("a\n\tb\\u{d}\n");
    }

    @Test
    void a_long_message_is_cut_between_characters() {
        String message = failure("\"message\":\"x" + "\\ud83d\\ude00".repeat(5_000) + "\"")
                .message();
        assertThat(message)
                .hasSizeLessThan(Incoming.ERROR_MESSAGE_CHARS_MAX + 10)
                .endsWith("😀[…]");
    }

    @Test
    void a_message_of_nothing_but_control_characters_stays_bounded() {
        assertThat(failure("\"message\":\"" + "\\u0007".repeat(100_000) + "\"").message())
                .hasSizeLessThan(6 * Incoming.ERROR_MESSAGE_CHARS_MAX);
    }

    @Test
    void texts_and_names_of_the_data_are_made_safe_and_all_else_stays() {
        Json data = failure("\"data\":{\"a\\u001b\":[\"\\u001b[31m\",1e2,null,{\"ok\":true}]}")
                .data()
                .orElseThrow();
        assertThat(data.toString()).isEqualTo("{\"a\\\\u{1b}\":[\"\\\\u{1b}[31m\",1e2,null,{\"ok\":true}]}");
    }

    @Test
    void names_that_become_alike_do_no_harm() throws Exception {
        Json data = failure("\"data\":{\"\\u001b\":1,\"\\\\u{1b}\":2}").data().orElse(Json.NULL);
        assertThat(Json.read(data.bytes())).as("can be read again").isEqualTo(data);
    }

    @Test
    void large_data_is_left_out() {
        assertThat(failure("\"data\":\"" + "x".repeat(Incoming.ERROR_DATA_BYTES_MAX) + "\"")
                        .data())
                .isEmpty();
        assertThat(failure("\"data\":\"" + "x".repeat(Incoming.ERROR_DATA_BYTES_MAX - 2) + "\"")
                        .data())
                .isPresent();
    }

    private static Incoming.Failure failure(String member) {
        try {
            Json message = Json.read("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1," + member + "}}");
            return (Incoming.Failure) Incoming.read(message).getFirst();
        } catch (JsonSyntaxException e) {
            throw new AssertionError(member, e);
        }
    }
}
