package dev.gatehouse.transport.era;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ParamHeaders;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-07-28 basic/transports/streamable-http "Server Behavior for Custom Headers". */
class ParamFieldsTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{"
            + "\"s\":{\"type\":\"string\",\"x-mcp-header\":\"S\"},"
            + "\"i\":{\"type\":\"integer\",\"x-mcp-header\":\"I\"},"
            + "\"b\":{\"type\":\"boolean\",\"x-mcp-header\":\"B\"}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; ''; true",
                "{\"s\":null}; ''; true",
                "{\"s\":\"x\"}; ''; false",
                "{\"s\":\"x\"}; s=x; true",
                "{\"s\":\"x\"}; s=X; false",
                "{\"s\":\"x\"}; s=x,s=x; false",
                "{}; s=x; false",
                "{\"s\":\"42\"}; s=42.0; false",
                "{\"s\":\"=?base64?eA==?=\"}; s==?base64?PT9iYXNlNjQ/ZUE9PT89?=; true",
                "{\"s\":\"=?base64?eA==?=\"}; s==?base64?eA==?=; false",
                "{\"i\":42}; i=42; true",
                "{\"i\":42}; i=42.0; true",
                "{\"i\":42.0}; i=42; true",
                "{\"i\":42}; i=0x2a; false",
                "{\"i\":42}; i=43; false",
                "{\"i\":42}; i=; false",
                "{\"i\":1e999999999}; i=1e999999998; false",
                "{\"i\":1e99999999999}; i=1; false",
                "{\"b\":true}; b=true; true",
                "{\"b\":true}; b=True; false",
                "{\"s\":[]}; ''; true",
                "{\"s\":{}}; s={}; false"
            })
    void aHeaderSaysWhatTheArgumentSays(String arguments, String sent, boolean same) throws JsonSyntaxException {
        ParamHeaders repeated = ParamHeaders.of(Json.read(SCHEMA)).orElseThrow();
        HeaderFields fields = name -> List.of(sent.split(",")).stream()
                .filter(field -> field.startsWith(
                        name.toString().substring("mcp-param-".length()).toLowerCase(java.util.Locale.ROOT) + "="))
                .map(field -> field.substring(2))
                .toList();
        assertThat(new ParamFields(fields, Json.read(arguments))
                        .contradiction(repeated)
                        .isEmpty())
                .isEqualTo(same);
    }
}
