package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String REQUEST =
            "{\"id\":7,\"p\\u0061rams\":{\"name\":\"é\\n\",\"list\":[1,\"]\\\"\",{}]},\"ok\":true,\"no\":null}";

    @Test
    void knowsWhatItIs() throws Exception {
        assertThat(Json.read("[{},[],\"\",-1,true,false,null]").elements())
                .extracting(Json::kind)
                .containsExactly(
                        Json.Kind.OBJECT,
                        Json.Kind.ARRAY,
                        Json.Kind.STRING,
                        Json.Kind.NUMBER,
                        Json.Kind.TRUE,
                        Json.Kind.FALSE,
                        Json.Kind.NULL);
        assertThat(Json.EMPTY_OBJECT.isObject()).isTrue();
        assertThat(Json.NULL.isNull()).isTrue();
        assertThat(Json.of("").isString()).isTrue();
        assertThat(Json.array().build().isArray()).isTrue();
    }

    @Test
    void findsMembersByTheirUnescapedNameAndHandsOutSlices() throws Exception {
        Json request = Json.read(REQUEST);
        assertThat(request.member("params").flatMap(p -> p.text("name"))).hasValue("é\n");
        assertThat(request.member("params").flatMap(p -> p.member("list")))
                .map(Json::toString)
                .hasValue("[1,\"]\\\"\",{}]");
        assertThat(request.members().keySet()).containsExactly("id", "params", "ok", "no");
        assertThat(request.members().get("no")).isEqualTo(Json.NULL);
        assertThat(request.member("p\\u0061rams")).isEmpty();
        assertThat(request.member("i")).isEmpty();
        assertThat(request.member("idx")).isEmpty();
        assertThat(request.text("id")).isEmpty();
    }

    @Test
    void answersEmptyWhenAskedForWhatItIsNot() throws Exception {
        for (Json value : Json.read("[{},[],\"x\",1,true,null]").elements()) {
            assertThat(value.member("a")).isEmpty();
            assertThat(value.members()).isEmpty();
            assertThat(value.string().isPresent()).isEqualTo(value.isString());
            assertThat(value.bool().isPresent()).isEqualTo(value.equals(Json.of(true)));
            assertThat(value.integer().isPresent()).isEqualTo(value.kind() == Json.Kind.NUMBER);
            assertThat(value.finite().isPresent()).isEqualTo(value.kind() == Json.Kind.NUMBER);
            assertThat(value.elements()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 10, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L})
    void readsIntegersExactly(long number) throws Exception {
        assertThat(Json.read(Long.toString(number)).integer()).hasValue(number);
        assertThat(Json.of(number)).hasToString(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808", "-9223372036854775809", "18446744073709551617", "99999999999999999999999",
                "1.0", "1e2", "1E0", "-0.0"
            })
    void callsNothingElseAnInteger(String literal) throws Exception {
        assertThat(Json.read(literal).integer()).isEmpty();
        assertThat(Json.read(literal).finite()).hasValue(Double.parseDouble(literal));
    }

    @ParameterizedTest
    @CsvSource({"1e308,true", "-1e308,true", "1e309,false", "-1e309,false", "1e999999,false", "1e-400,true"})
    void callsANumberFiniteOnlyWhenADoubleHoldsIt(String literal, boolean finite) throws Exception {
        assertThat(Json.read(literal).finite().isPresent()).isEqualTo(finite);
    }

    @Test
    void handsOutItsBytesWithoutLettingAnyoneChangeThem() throws Exception {
        Json slice = Json.read(REQUEST).member("params").orElseThrow();
        String text = slice.toString();
        slice.bytes()[0] = '!';
        ByteBuffer view = slice.asByteBuffer();
        assertThat(StandardCharsets.UTF_8.decode(view.duplicate()).toString()).isEqualTo(text);
        assertThatThrownBy(() -> view.put(0, (byte) '!')).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(slice).hasToString(text);
    }

    @Test
    void writesItselfAnywhere() throws Exception {
        Json slice = Json.read(REQUEST).member("params").orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slice.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(slice.bytes()).hasSize(slice.length());
        byte[] target = new byte[slice.length() + 2];
        assertThat(slice.copyTo(target, 1)).isEqualTo(slice.length());
        assertThat(new String(target, 1, slice.length(), StandardCharsets.UTF_8))
                .isEqualTo(slice.toString());
        assertThatThrownBy(() -> slice.copyTo(target, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void isEqualToTheSameBytesWhereverTheyLie() throws Exception {
        Json slice = Json.read("[1,{\"a\":1}]").elements().get(1);
        Json alone = Json.object().put("a", 1).build();
        assertThat(slice).isEqualTo(alone).hasSameHashCodeAs(alone).isEqualByComparingTo(alone);
        assertThat(slice).isNotEqualTo(Json.read("{\"a\": 1}")).isNotEqualTo(Json.EMPTY_OBJECT);
        assertThat(slice.detached()).isEqualTo(slice).isNotSameAs(slice);
        assertThat(slice.detached().detached()).isEqualTo(slice);
    }

    @Test
    void copiesAStringAsTheBytesItSays() throws Exception {
        byte[] target = new byte[64];
        for (String text : List.of("", "plain", "a\"b\\c\n", "\u0000", "é漢\uD83D\uDE00")) {
            int length = Json.of(text).copyStringTo(target, 3);
            assertThat(new String(target, 3, length, StandardCharsets.UTF_8)).isEqualTo(text);
        }
        int length = Json.read("\"\\ud83d\\ude00\\u00e9\"").copyStringTo(target, 0);
        assertThat(new String(target, 0, length, StandardCharsets.UTF_8)).isEqualTo("\uD83D\uDE00é");
        assertThatThrownBy(() -> Json.of(1).copyStringTo(target, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void walksWhatHasPartsAndNothingElse() throws Exception {
        Cursor member = Json.read(" { \"a\" : [1, 2] , \"\\u0062\":{} } ").cursor();
        assertThat(member.next()).isTrue();
        assertThat(member.isNamed("a")).isTrue();
        assertThat(member.value()).hasToString("[1, 2]");
        assertThat(member.next()).isTrue();
        assertThat(member.isNamed("b")).isTrue();
        assertThat(member.next()).isFalse();
        assertThatThrownBy(() -> Json.of("{}").cursor()).isInstanceOf(IllegalStateException.class);
    }
}
