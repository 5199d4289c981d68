package dev.gatehouse.policy.pin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinDiffTest {
    @Test
    void a_diff_names_each_field_and_shows_what_went_and_what_came() throws Exception {
        assertThat(diff(
                        "{\"a\":1,\"b\":{\"c\":[1,2]},\"gone\":true,\"d\":\"One. Two. Three.\"}",
                        "{\"a\":1.0,\"b\":{\"c\":[1,3,4]},\"d\":\"One. Too. Three.\",\"e\":{\"f\":1}}"))
                .containsExactly(
                        new PinDiff.Change("/b/c/1", List.of("- 2", "+ 3")),
                        new PinDiff.Change("/b/c/2", List.of("+ 4")),
                        new PinDiff.Change("/d", List.of("  One. ", "- Two. ", "+ Too. ", "  Three.")),
                        new PinDiff.Change("/e", List.of("+ {\"f\":1}")),
                        new PinDiff.Change("/gone", List.of("- true")));
    }

    @Test
    void what_is_new_is_shown_whole() throws Exception {
        assertThat(PinDiff.of(Optional.empty(), Json.read("{\"name\":\"x\",\"n\":{\"a\":[]}}")))
                .containsExactly(
                        new PinDiff.Change("/name", List.of("+ x")), new PinDiff.Change("/n", List.of("+ {\"a\":[]}")));
    }

    @Test
    void what_a_screen_does_not_show_is_written_out() throws Exception {
        assertThat(diff(
                        "{\"d\":\"a\"}",
                        "{\"d\":\"a\\u200b\\u202e\\udb40\\udc41\\ufe0f\\u001b[0m\\\\u{1b}\\u00a0\\n\"}"))
                .containsExactly(new PinDiff.Change(
                        "/d",
                        List.of("- a", "+ a\\u{200b}\\u{202e}\\u{e0041}\\u{fe0f}\\u{1b}[0m\\\\u{1b}\\u{a0}\\u{a}")));
    }

    @Test
    void texts_of_any_length_are_compared_in_little_time() throws Exception {
        String many = "Word. ".repeat(5_000);
        assertThat(PinDiff.of(
                                Optional.of(Json.object().put("d", many).build()),
                                Json.object().put("d", many + "More.").build())
                        .getFirst()
                        .lines())
                .hasSize(10_001);
    }

    private static List<PinDiff.Change> diff(String before, String after) throws Exception {
        return PinDiff.of(Optional.of(Json.read(before)), Json.read(after));
    }
}
