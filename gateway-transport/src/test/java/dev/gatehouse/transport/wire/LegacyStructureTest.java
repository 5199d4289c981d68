package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ProtocolVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2025-06-18 and 2025-11-25 server/tools: {@code structuredContent} and {@code outputSchema} are of objects. */
class LegacyStructureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "V2025_11_25; {\"content\":[]}; {\"content\":[]}",
                "V2025_11_25; {\"structuredContent\":{\"a\":1}}; {\"structuredContent\":{\"a\":1}}",
                "V2025_11_25; {\"structuredContent\":[1,2]}; {\"structuredContent\":{\"result\":[1,2]}}",
                "V2025_06_18; {\"structuredContent\":null}; {\"structuredContent\":{\"result\":null}}",
                "V2025_06_18; {\"structuredContent\":\"x\"}; {\"structuredContent\":{\"result\":\"x\"}}",
                "V2025_03_26; {\"structuredContent\":{\"a\":1}}; {}",
                "V2024_11_05; {\"content\":[],\"structuredContent\":7}; {\"content\":[]}"
            })
    void values_are_objects_or_not_there(ProtocolVersion version, String result, String fitted)
            throws JsonSyntaxException {
        assertThat(LegacyStructure.result(Json.read(result), version)).hasToString(fitted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "V2025_11_25; {\"type\":\"object\"}; ,\"outputSchema\":{\"type\":\"object\"}",
                "V2025_11_25; {\"type\":\"array\"}; ,\"outputSchema\":{\"type\":\"object\",\"properties\":"
                        + "{\"result\":{\"type\":\"array\"}},\"required\":[\"result\"]}",
                "V2025_06_18; {\"type\":[\"object\",\"null\"]}; ''",
                "V2025_06_18; {\"anyOf\":[]}; ''",
                "V2025_06_18; true; ''",
                "V2025_03_26; {\"type\":\"object\"}; ''"
            })
    void schemas_say_what_is_true_of_the_values(ProtocolVersion version, String schema, String fitted)
            throws JsonSyntaxException {
        Json list = Json.read("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\",\"outputSchema\":" + schema + "}]}");
        assertThat(LegacyStructure.list(list, version))
                .hasToString("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"" + fitted + "}]}");
    }
}
