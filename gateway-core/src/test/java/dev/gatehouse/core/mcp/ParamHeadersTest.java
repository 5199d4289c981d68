package dev.gatehouse.core.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"x-mcp-header\":{\"type\":\"string\"}}}",
                "{\"items\":{\"properties\":{\"x-mcp-header\":{\"type\":\"string\"}}}}",
                "{\"properties\":{\"a\":{\"type\":\"object\",\"default\":{\"x-mcp-header\":\"A\"}}}}"
            })
    void these_schemas_are_right(String schema) {
        assertThat(ParamHeaders.of(json(schema))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"x-mcp-header\":\"Root\"}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r\\nX: y\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}}",
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                        + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"oneOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}",
                "{\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}"
            })
    void these_schemas_are_wrong(String schema) {
        assertThat(ParamHeaders.of(json(schema))).isEmpty();
    }

    @Test
    void only_scalar_arguments_become_headers() {
        ParamHeaders headers = ParamHeaders.of(json("{\"properties\":{"
                        + "\"s\":{\"type\":\"string\",\"x-mcp-header\":\"S\"},"
                        + "\"i\":{\"type\":\"integer\",\"x-mcp-header\":\"I\"},"
                        + "\"b\":{\"type\":\"boolean\",\"x-mcp-header\":\"B\"}}}"))
                .orElseThrow();
        assertThat(headers.values(json("{\"s\":\"x\",\"i\":-3,\"b\":false,\"other\":1}")))
                .containsOnly(
                        org.assertj.core.api.Assertions.entry("S", "x"),
                        org.assertj.core.api.Assertions.entry("I", "-3"),
                        org.assertj.core.api.Assertions.entry("B", "false"));
        assertThat(headers.values(json("{\"s\":null,\"i\":{},\"b\":[]}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "1|1.0",
                "1|1e0",
                "1.0|1",
                "10E-1|1",
                "100|1e2",
                "-0|0",
                "9007199254740993|9007199254740993.0",
                "1e999999999|10e999999998",
                "1e99999999999|1e99999999999",
                "true|true",
                "\"1\"|1",
                "\"eu\"|eu"
            })
    void these_say_the_same(String argument, String header) {
        assertThat(ParamHeaders.isSame(json(argument), header)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "1|2",
                "1|1.0000000000000000000000000001",
                "9007199254740993|9007199254740992",
                "1|01",
                "1|+1",
                "1|0x1",
                "1| 1",
                "1|1 ",
                "1|",
                "1|one",
                "1|\"1\"",
                "1|NaN",
                "1e99999999999|1e100000000000",
                "1e99999999999|10e99999999998",
                "true|TRUE",
                "true|1",
                "\"1\"|1.0",
                "\"eu\"|EU",
                "null|null",
                "{}|{}"
            })
    void these_do_not(String argument, String header) {
        assertThat(ParamHeaders.isSame(json(argument), header == null ? "" : header))
                .isFalse();
    }

    @Test
    void a_number_of_any_length_is_compared_at_once() {
        assertThat(ParamHeaders.isSame(json("1"), "1." + "0".repeat(100_000))).isFalse();
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }
}
