package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    /** The example of RFC 6901 §5. */
    private static final String RFC_EXAMPLE = "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
            + "\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/foo/0; `\"bar\"`",
                "/foo/1; `\"baz\"`",
                "/;      0",
                "/a~1b;  1",
                "/c%d;   2",
                "/e^f;   3",
                "/g|h;   4",
                "/i\\j;  5",
                "/k\"l;  6",
                "`/ `;   7",
                "/m~0n;  8",
            })
    void findsWhatTheRfcSays(String pointer, String value) throws Exception {
        assertThat(Json.read(RFC_EXAMPLE).at(JsonPointer.parse(pointer)))
                .map(Json::toString)
                .hasValue(value);
        assertThat(JsonPointer.parse(pointer)).hasToString(pointer).isEqualTo(JsonPointer.parse(pointer));
    }

    @Test
    void theEmptyPointerIsTheWholeValue() throws Exception {
        Json root = Json.read(RFC_EXAMPLE);
        assertThat(root.at(JsonPointer.parse(""))).hasValue(root);
        assertThat(root.replace(JsonPointer.parse(""), Json.NULL)).isEqualTo(Json.NULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/foo/2",
                "/foo/00",
                "/foo/01",
                "/foo/-",
                "/foo/-1",
                "/foo/+1",
                "/foo/1e0",
                "/foo/٠",
                "/foo/",
                "/foo/4294967296",
                "/foo/99999999999999999999",
                "/foo/0/0",
                "/nowhere",
                "/nowhere/foo",
                "//foo",
                "/FOO"
            })
    void leadsNowhereWithoutAnError(String pointer) throws Exception {
        assertThat(Json.read(RFC_EXAMPLE).at(JsonPointer.parse(pointer))).isEmpty();
    }

    @Test
    void digitsNameAMemberOfAnObject() throws Exception {
        assertThat(Json.read("{\"0\":1,\"01\":2}").at(JsonPointer.parse("/01"))).hasValue(Json.of(2));
        assertThat(Json.read("{\"0\":1,\"01\":2}").at(JsonPointer.parse("/0"))).hasValue(Json.of(1));
    }

    @Test
    void unescapesEachTildeOnce() throws Exception {
        assertThat(Json.read("{\"~1\":1,\"/\":2}").at(JsonPointer.parse("/~01")))
                .hasValue(Json.of(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "#/foo", " /foo", "/~", "/a~2b", "/a~", "/~/0"})
    void refusesWhatIsNoPointer(String text) {
        assertThatThrownBy(() -> JsonPointer.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
