package dev.gatehouse.core.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }
}
