package dev.gatehouse.policy.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputSchemaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string'}",
                "{'type':'string','maxLength':12,'description':'a name'}",
                "{'anyOf':[{'type':'string'},{'type':'null'}]}",
                "{'$ref':'#/$defs/name'}",
                "true",
                "{}"
            })
    void a_schema_that_says_no_more_than_the_type_bears_a_mask(String leaf) {
        assertThat(fits(leaf, whole())).isTrue();
        assertThat(fits(leaf, span())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'enum':['a','b']}",
                "{'const':'a'}",
                "{'pattern':'^a'}",
                "{'format':'email'}",
                "{'type':'number','minimum':1}",
                "{'type':'number','exclusiveMinimum':0}",
                "{'allOf':[{'type':'string'}]}",
                "{'not':{'const':''}}",
                "{'if':{'const':'a'},'then':false}",
                "{'anyOf':[{'type':'string'},{'enum':['a']}]}",
                "{'oneOf':[{'const':'a'}]}",
                "{'$ref':'#/$defs/code'}",
                "{'$ref':'#/$defs/missing'}",
                "{'$ref':'https://x.example/schema'}",
                "{'$ref':'#/$defs/endless'}",
                "{'$dynamicRef':'#x'}",
                "'no schema'",
                "[]"
            })
    void one_that_says_more_or_cannot_be_followed_does_not(String leaf) {
        assertThat(fits(leaf, whole())).isFalse();
        assertThat(fits(leaf, span())).isFalse();
    }

    @Test
    void a_span_keeps_its_length_and_a_whole_value_does_not() {
        assertThat(fits("{'minLength':8}", whole())).isFalse();
        assertThat(fits("{'minLength':8}", span())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/structuredContent/list/3/a   | {'properties':{'list':{'items':{'properties':{'a':{'enum':['x']}}}}}}",
                "/structuredContent/any/a      | {'additionalProperties':{'properties':{'a':{'pattern':'x'}}}}",
                "/structuredContent/a~1b       | {'properties':{'a/b':{'const':'x'}}}",
                "/structuredContent/a/b        | {'properties':{'a':{'patternProperties':{'.*':{}}}}}",
                "/structuredContent/a/b        | {'properties':{'a':{'allOf':[{}]}}}",
                "/structuredContent/a/b        | {'anyOf':[{'properties':{'a':{'properties':{'b':{'const':1}}}}},{}]}"
            })
    void the_way_to_a_value_is_followed(String pointer, String schema) {
        assertThat(fits(schema.replace('\'', '"'), List.of(Place.whole(JsonPointer.parse(pointer)))))
                .isFalse();
    }

    @Test
    void what_stands_outside_of_structured_content_or_has_no_schema_is_nobodys_promise() {
        List<Place> text = List.of(Place.whole(JsonPointer.parse("/content/0/text")));
        assertThat(fits("{\"properties\":{\"content\":{\"const\":1}}}", text)).isTrue();
        assertThat(OutputSchema.fits(Results.permit(), Results.of("{}"), whole()))
                .isTrue();
    }

    private static boolean fits(String leaf, List<Place> masked) {
        String schema = leaf.startsWith("{\"")
                ? leaf
                : "{'properties':{'v':" + leaf + "},'$defs':{'name':{'type':'string'},'code':{'enum':['a']},"
                        + "'endless':{'$ref':'#/$defs/endless'}}}";
        return OutputSchema.fits(
                Results.permit(schema.replace('\'', '"')),
                Results.of("{\"structuredContent\":{\"v\":\"abcd\"}}"),
                masked);
    }

    private static List<Place> whole() {
        return List.of(Place.whole(JsonPointer.parse("/structuredContent/v")));
    }

    private static List<Place> span() {
        return List.of(new Place(JsonPointer.parse("/structuredContent/v"), 1, 3));
    }
}
