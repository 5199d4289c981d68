package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeforeAfterTest {

    @Test
    void what_is_small_stays_as_it_is() throws Exception {
        Json small = Json.read("{\"roles\":[\"owner\"],\"until\":null,\"deep\":{\"a\":[1,true]}}");

        assertThat(BeforeAfter.deleted(small).before()).contains(small);
    }

    @Test
    void a_long_text_is_cut_and_says_how_long_it_was() {
        Json after = side(Json.object().put("reason", "x".repeat(5_000)).build());

        assertThat(after.text("reason").orElseThrow())
                .startsWith("xxx")
                .endsWith("... (cut, 5000 characters)")
                .hasSizeLessThan(1_100);
    }

    @Test
    void of_many_members_those_that_fit_stay_and_each_other_says_how_long_it_was() {
        var object = Json.object();
        IntStream.range(0, 40).forEach(i -> object.put("m" + i, "x".repeat(1_000)));
        Json after = side(object.build());

        assertThat(after.length()).isLessThanOrEqualTo(BeforeAfter.BYTES_MAX);
        assertThat(after.text("m0")).contains("x".repeat(1_000));
        assertThat(after.text("m39")).contains("(cut, 1002 bytes)");
    }

    @Test
    void of_a_long_list_the_first_stay_with_how_many_there_were() {
        Json after = side(Json.ofStrings(Collections.nCopies(300, "y".repeat(100))));

        assertThat(after.length()).isLessThanOrEqualTo(BeforeAfter.BYTES_MAX);
        assertThat(after.elements().getFirst()).isEqualTo(Json.of("y".repeat(100)));
        assertThat(after.elements().getLast().string())
                .hasValueSatisfying(mark -> assertThat(mark).startsWith("(cut, "));
    }

    @Test
    void names_that_are_too_long_leave_only_the_length() {
        var object = Json.object();
        IntStream.range(0, 200).forEach(i -> object.put("n".repeat(200) + i, 1));

        assertThat(side(object.build()).string())
                .hasValueSatisfying(mark -> assertThat(mark).startsWith("(cut, "));
    }

    /** An event around it is read as one document, which has a depth of its own to keep. */
    @Test
    void what_nests_as_deep_as_a_document_may_is_made_shallow() throws Exception {
        String deep = "[".repeat(JsonLimits.DEPTH_MAX) + "]".repeat(JsonLimits.DEPTH_MAX);

        assertThat(side(Json.read(deep)).toString()).startsWith("[[[[[[[[\"(cut, ");
    }

    private static Json side(Json value) {
        return BeforeAfter.created(value).after().orElseThrow();
    }
}
