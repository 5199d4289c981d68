package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WriterTest {
    @Test
    void writesMembersInTheOrderGiven() throws Exception {
        Json written = Json.object()
                .put("z", "text")
                .put("a", -7)
                .put("flag", true)
                .put("nested", Json.read(" { \"k\" : 1 } "))
                .putIf("there", Optional.of("yes"))
                .putIf("absent", Optional.empty())
                .putIf("count", OptionalLong.of(Long.MIN_VALUE))
                .putIf("uncounted", OptionalLong.empty())
                .putJsonIf("raw", Optional.of(Json.NULL))
                .putJsonIf("none", Optional.empty())
                .build();
        assertThat(written)
                .hasToString("{\"z\":\"text\",\"a\":-7,\"flag\":true,\"nested\":{ \"k\" : 1 },\"there\":\"yes\","
                        + "\"count\":-9223372036854775808,\"raw\":null}");
        assertThat(Json.read(written.bytes())).isEqualTo(written);
    }

    @Test
    void writesEmptyContainers() {
        assertThat(Json.object().build()).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(Json.array().build()).hasToString("[]");
        assertThat(Json.of(List.of())).hasToString("[]");
    }

    @Test
    void writesElementsInOrder() {
        assertThat(Json.array().add("a").add(1).add(Json.of(false)).build()).hasToString("[\"a\",1,false]");
        assertThat(Json.of(List.of(Json.NULL, Json.EMPTY_OBJECT))).hasToString("[null,{}]");
        assertThat(Json.ofStrings(List.of("", "b"))).hasToString("[\"\",\"b\"]");
    }

    @Test
    void whatWasBuiltStaysWhenTheWriterGoesOn() {
        ObjectWriter writer = Json.object().put("a", 1);
        Json first = writer.build();
        Json second = writer.put("b", 2).build();
        assertThat(first).hasToString("{\"a\":1}");
        assertThat(second).hasToString("{\"a\":1,\"b\":2}");
    }

    @Test
    void anObjectInsideOfAnotherIsWrittenInItsPlace() throws Exception {
        Json written = Json.object(1)
                .put("a", 1)
                .put("in", inside -> inside.put("a", 2).put("deeper", deeper -> deeper.put("a", "\"")))
                .put("empty", _ -> {})
                .put("b", 3)
                .build();
        assertThat(written).hasToString("{\"a\":1,\"in\":{\"a\":2,\"deeper\":{\"a\":\"\\\"\"}},\"empty\":{},\"b\":3}");
        assertThat(Json.read(written.bytes())).isEqualTo(written);
    }

    @Test
    void nobodyWritesOutOfTurn() {
        ObjectWriter writer = Json.object().put("a", 1);
        AtomicReference<ObjectWriter> kept = new AtomicReference<>();
        writer.put("in", inside -> {
            kept.set(inside);
            assertThatThrownBy(() -> writer.put("b", 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(writer::build).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(inside::build).isInstanceOf(IllegalStateException.class);
        });
        assertThatThrownBy(() -> kept.get().put("c", 3)).isInstanceOf(IllegalStateException.class);
        assertThat(writer.build()).hasToString("{\"a\":1,\"in\":{}}");
    }

    @Test
    void refusesANameGivenTwiceOrOneThatUtf8CannotSay() {
        ObjectWriter writer = Json.object().put("a", 1);
        assertThatThrownBy(() -> writer.put("a", 2)).isInstanceOf(IllegalArgumentException.class);
        for (String broken : List.of("\ud800", "\udc00", "x\ude00\ud83d", "\ud83d")) {
            assertThatThrownBy(() -> Json.object().put(broken, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesANameGivenTwiceAmongAnyNumberOfOthers() {
        for (int count : List.of(2, 31, 32, 33, 200)) {
            for (int twice : List.of(0, count / 2, count - 1)) {
                ObjectWriter writer = Json.object();
                for (int i = 0; i < count; i++) {
                    writer.put("name" + i, i);
                }
                assertThatThrownBy(() -> writer.put("name" + twice, 0)).isInstanceOf(IllegalArgumentException.class);
                assertThat(writer.put("another", 0).build().members()).hasSize(count + 1);
            }
        }
    }

    @Test
    void writesEveryNumberAsJavaDoes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(Json.of(number)).hasToString(Long.toString(number));
        }
        assertThat(Json.array().add(Long.MIN_VALUE).add(Long.MAX_VALUE).add(0).build())
                .hasToString("[-9223372036854775808,9223372036854775807,0]");
    }

    @Test
    void escapesWhatMustBeEscaped() {
        assertThat(Json.of("\"\\/\b\f\n\r\t\0\u001f\u007fé\u2028\ud83d\ude00"))
                .hasToString("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé\u2028\ud83d\ude00\"");
    }

    @Test
    void writesHalfASurrogatePairAsTheReplacementCharacter() {
        assertThat(Json.of("a\ud800b\udc00\ude00\ud83d")).hasToString("\"a\ufffdb\ufffd\ufffd\ufffd\"");
    }

    @Test
    void whateverTextIsWrittenReadsBackTheSame() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(40); left > 0; left--) {
                int bound = List.of(0x80, 0x800, 0xD800, 0x110000).get(random.nextInt(4));
                int c = random.nextInt(bound);
                text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? c - 0x800 : c);
            }
            String original = text.toString();
            Json written = Json.object().put(original, original).build();
            assertThat(Json.read(written.bytes()).text(original)).hasValue(original);
        }
    }
}
