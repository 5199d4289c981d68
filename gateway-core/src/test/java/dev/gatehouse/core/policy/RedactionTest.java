package dev.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void spans_are_masked_in_their_length_and_every_other_byte_stays() throws Exception {
        assertThat(masked("{ \"a\" : \"pay \\u0034111 now\", \"b\":1.0 }", span("/a", 4, 8)))
                .isEqualTo("{ \"a\" : \"pay **** now\", \"b\":1.0 }");
    }

    @Test
    void spans_may_overlap_and_stand_in_any_order() throws Exception {
        assertThat(masked("[\"abcdef\"]", span("/0", 3, 5), span("/0", 1, 4))).isEqualTo("[\"a****f\"]");
    }

    @Test
    void whole_values_keep_their_type() throws Exception {
        assertThat(masked(
                        "{\"s\":\"x\",\"n\":41,\"t\":true,\"o\":{\"a\":1},\"l\":[1],\"z\":null}",
                        whole("/s"),
                        whole("/n"),
                        whole("/t"),
                        whole("/o"),
                        whole("/l"),
                        whole("/z")))
                .isEqualTo("{\"s\":\"[redacted]\",\"n\":0,\"t\":false,\"o\":{},\"l\":[],\"z\":null}");
    }

    @Test
    void a_place_that_is_not_there_or_beyond_the_end_changes_nothing_else() throws Exception {
        assertThat(masked("{\"a\":\"xyz\"}", span("/a", 2, 99), whole("/b"), span("/a/0", 0, 1)))
                .isEqualTo("{\"a\":\"xy*\"}");
    }

    @Test
    void the_outer_of_two_places_counts() throws Exception {
        assertThat(masked("{\"a\":{\"b\":\"x\"}}", whole("/a"), whole("/a/b"))).isEqualTo("{\"a\":{}}");
    }

    @Test
    void names_with_slashes_and_tildes_are_found() throws Exception {
        assertThat(masked("{\"a/b~\":\"secret\"}", span("/a~1b~0", 0, 6))).isEqualTo("{\"a/b~\":\"******\"}");
    }

    private static String masked(String json, Place... places) throws JsonSyntaxException {
        return Redaction.of(Json.read(json), List.of(places)).toString();
    }

    private static Place whole(String pointer) {
        return Place.whole(JsonPointer.parse(pointer));
    }

    private static Place span(String pointer, int from, int to) {
        return new Place(JsonPointer.parse(pointer), from, to);
    }
}
