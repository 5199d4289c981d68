package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259 and what the gateway refuses beyond it, one line each. */
class StrictReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0",
                "-0.0e-0",
                "1E+2",
                "12.5",
                "true",
                "false",
                "null",
                "[[],{},[{}]]",
                "{\"\":1}",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "[{\"a\":1},{\"a\":1}]",
                "{\"a\":1,\"A\":1,\"á\":1}",
                "\" !#[]^~\u007f\u0080\u2028\uffff\ud83d\ude00\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uD83D\\ude00\\uFFFF\"",
                "\"// not a comment /* */\"",
                "9007199254740993",
                "1e999",
            })
    void readsTheGrammarAndKeepsItsBytes(String text) throws Exception {
        assertThat(Json.read(text)).hasToString(text);
        assertThat(Json.read(" \t\r\n" + text + "\r\n\t ")).hasToString(text);
        assertThat(Json.read("[" + text + " , " + text + "]").elements()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | UNEXPECTED_END      | 0",
                "` `                       | UNEXPECTED_END      | 1",
                "`{`                       | UNEXPECTED_END      | 1",
                "`[1`                      | UNEXPECTED_END      | 2",
                "`[1,`                     | UNEXPECTED_END      | 3",
                "`{\"a\"`                  | UNEXPECTED_END      | 4",
                "`{\"a\":`                 | UNEXPECTED_END      | 5",
                "`\"abc`                   | UNEXPECTED_END      | 4",
                "`\"abcdefghijkl`          | UNEXPECTED_END      | 13",
                "`\"\\`                    | UNEXPECTED_END      | 2",
                "`\"\\u12`                 | UNEXPECTED_END      | 5",
                "`-`                       | UNEXPECTED_END      | 1",
                "`1.`                      | UNEXPECTED_END      | 2",
                "`1e+`                     | UNEXPECTED_END      | 3",
                "`tru`                     | UNEXPECTED_END      | 3",
                "`[1,]`                    | UNEXPECTED_BYTE     | 3",
                "`{\"a\":1,}`              | UNEXPECTED_BYTE     | 7",
                "`[,1]`                    | UNEXPECTED_BYTE     | 1",
                "`[1 2]`                   | UNEXPECTED_BYTE     | 3",
                "`[1}`                     | UNEXPECTED_BYTE     | 2",
                "`{\"a\":1]`               | UNEXPECTED_BYTE     | 6",
                "`{\"a\" 1}`               | UNEXPECTED_BYTE     | 5",
                "`{a:1}`                   | UNEXPECTED_BYTE     | 1",
                "`{1:1}`                   | UNEXPECTED_BYTE     | 1",
                "`{'a':1}`                 | UNEXPECTED_BYTE     | 1",
                "`// c`                    | UNEXPECTED_BYTE     | 0",
                "`[1/* */]`                | UNEXPECTED_BYTE     | 2",
                "`NaN`                     | UNEXPECTED_BYTE     | 0",
                "`Infinity`                | UNEXPECTED_BYTE     | 0",
                "`+1`                      | UNEXPECTED_BYTE     | 0",
                "`.5`                      | UNEXPECTED_BYTE     | 0",
                "`[\u00a0]`                | UNEXPECTED_BYTE     | 1",
                "`-Infinity`               | INVALID_NUMBER      | 1",
                "`-a`                      | INVALID_NUMBER      | 1",
                "`[1.]`                    | INVALID_NUMBER      | 3",
                "`[1.e1]`                  | INVALID_NUMBER      | 3",
                "`[1e]`                    | INVALID_NUMBER      | 3",
                "`[1e+-1]`                 | INVALID_NUMBER      | 4",
                "`[01]`                    | UNEXPECTED_BYTE     | 2",
                "`[-01]`                   | UNEXPECTED_BYTE     | 3",
                "`[0x1]`                   | UNEXPECTED_BYTE     | 2",
                "`nul]`                    | INVALID_LITERAL     | 0",
                "`True`                    | UNEXPECTED_BYTE     | 0",
                "`tRUE`                    | INVALID_LITERAL     | 0",
                "`1 2`                     | TRAILING_DATA       | 2",
                "`{}{}`                    | TRAILING_DATA       | 2",
                "`nullx`                   | TRAILING_DATA       | 4",
                "`\"1234567890\u001f\"`    | CONTROL_CHARACTER   | 11",
                "`\"\t\"`                  | CONTROL_CHARACTER   | 1",
                "`\"\\x\"`                 | INVALID_ESCAPE      | 1",
                "`\"\\'\"`                 | INVALID_ESCAPE      | 1",
                "`\"\\U0041\"`             | INVALID_ESCAPE      | 1",
                "`\"\\u00g0\"`             | INVALID_ESCAPE      | 1",
                "`\"\\u+041\"`             | INVALID_ESCAPE      | 1",
                "`\"\\ud800\"`             | LONE_SURROGATE      | 1",
                "`\"\\udc00\"`             | LONE_SURROGATE      | 1",
                "`\"\\ud800\\ud800\"`      | LONE_SURROGATE      | 1",
                "`\"\\ud800\\u0041\"`      | LONE_SURROGATE      | 1",
                "`\"\\ud800\\n12345\"`     | LONE_SURROGATE      | 1",
                "`\"\\ud800x\"`            | LONE_SURROGATE      | 1",
                "`{\"\\ud800\":1}`         | LONE_SURROGATE      | 2",
                "`\ufeff{}`                | BYTE_ORDER_MARK     | 0",
            })
    void refusesAndSaysWhyAndWhere(String text, Fault fault, int offset) {
        assertRefused(utf8(text), fault, offset);
    }

    @Test
    void refusesEachUnescapedControlCharacterAndZeroBytesAnywhere() {
        for (char c = 0; c < ' '; c++) {
            assertRefused(utf8("\"" + c + "\""), Fault.CONTROL_CHARACTER, 1);
            assertRefused(utf8("{\"1234567890" + c + "\":1}"), Fault.CONTROL_CHARACTER, 12);
        }
        assertRefused(utf8("\0{}"), Fault.UNEXPECTED_BYTE, 0);
        assertRefused(utf8("[\0]"), Fault.UNEXPECTED_BYTE, 1);
        assertRefused(utf8("{}\0"), Fault.TRAILING_DATA, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\":1,\"a\":1}`                   | 7",
                "`{\"a\":1,\"b\":2,\"\\u0061\":1}`     | 13",
                "`{\"\\u0061\":1,\"a\":1}`             | 12",
                "`{\"\\/\":1,\"/\":1}`                 | 8",
                "`{\"\":1,\"\":1}`                     | 6",
                "`{\"é\":1,\"\\u00e9\":1}`             | 8",
                "`{\"\ud83d\ude00\":1,\"\\ud83d\\uDE00\":1}` | 10",
                "`[[{\"x\":{\"a\":1,\"a\":1}}]]`       | 14",
                "`{\"x\":{\"y\":1,\"\\u007a\":1},\"x\":1}` | 24",
                "`{\"\\u0061\":{\"\\u0061\":{}},\"a\":1}` | 24",
            })
    void refusesAKeyGivenTwiceComparedUnescapedAtEveryDepth(String text, int offset) {
        assertRefused(utf8(text), Fault.DUPLICATE_KEY, offset);
    }

    @Test
    void findsTheDuplicateAmongAnyNumberOfKeysAroundTheSwitchToHashing() throws Exception {
        for (int count = 2; count < 3 * OpenNames.COMPARED_MAX; count++) {
            for (int twin = 0; twin < count; twin++) {
                StringBuilder text = new StringBuilder("{\"outer\":1,\"inner\":{");
                for (int i = 0; i < count; i++) {
                    text.append("\"key").append(i).append("\":{\"key\":[{}]},");
                }
                assertThat(Json.read(text + "\"other\":1},\"last\":1}").members())
                        .hasSize(3);
                assertRefused(utf8(text + "\"key" + twin + "\":1}}"), Fault.DUPLICATE_KEY, text.length());
                assertRefused(utf8(text + "\"other\":1},\"outer\":1}"), Fault.DUPLICATE_KEY, text.length() + 11);
            }
        }
    }

    @Test
    void agreesWithTheJdkAboutEveryLeadAndSecondByteOfUtf8() {
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int tail = 0; tail <= 2; tail++) {
                    assertSameAsJdk(lead, second, tail);
                }
            }
        }
    }

    @Test
    void readsEveryCodePointRawAndEscaped() throws Exception {
        StringBuilder all = new StringBuilder();
        StringBuilder escaped = new StringBuilder("\"");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            all.appendCodePoint(c);
            for (char unit : Character.toChars(c)) {
                escaped.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
            }
        }
        assertThat(Json.read(escaped.append('"').toString()).string()).hasValue(all.toString());
        assertThat(Json.read(Json.of(all.toString()).bytes()).string()).hasValue(all.toString());
    }

    @Test
    void readsTextWithHalfASurrogatePairAsNoDocument() {
        JsonSyntaxException refusal = catchThrowableOfType(JsonSyntaxException.class, () -> Json.read("\"é\ud83d\""));
        assertThat(refusal.fault()).isEqualTo(Fault.LONE_SURROGATE);
        assertThat(refusal.offset()).isEqualTo(3);
    }

    @Test
    void readsOnlyItsPartOfTheArrayAndCountsOffsetsFromThere() throws Exception {
        byte[] frame = utf8("junk{\"a\":1}junk");
        assertThat(Json.read(frame, 4, 7)).hasToString("{\"a\":1}");
        for (int length = 0; length < 7; length++) {
            int cut = length;
            JsonSyntaxException refusal =
                    catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(frame, 4, cut));
            assertThat(refusal.fault()).isEqualTo(Fault.UNEXPECTED_END);
            assertThat(refusal.offset()).isEqualTo(length);
        }
        assertThat(catchThrowableOfType(IndexOutOfBoundsException.class, () -> Json.read(frame, 9, 7)))
                .isNotNull();
    }

    @Test
    void neverQuotesTheDocumentWhenItRefuses() {
        String secret = "hunter2\u001b[31m";
        for (String text : new String[] {"{\"" + secret + "\"}", secret, "[" + secret, "\"" + secret}) {
            JsonSyntaxException refusal = catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(text));
            assertThat(refusal.toString()).doesNotContain("hunter2").matches("[\\x20-\\x7e]{1,120}");
            assertThat(refusal.getMessage()).isEqualTo(refusal.reason() + " at byte " + refusal.offset());
        }
    }

    private static void assertSameAsJdk(int lead, int second, int tail) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        document.write('"');
        document.write(lead);
        document.write(second);
        for (int i = 0; i < tail; i++) {
            document.write(0x80);
        }
        document.write('"');
        byte[] bytes = document.toByteArray();
        // A second byte that closes the string or must be escaped is the grammar's matter, not that of UTF-8.
        boolean valid = isUtf8(bytes);
        assertThat(isRead(bytes)).as("%02x %02x +%d", lead, second, tail).isEqualTo(valid);
    }

    private static boolean isRead(byte[] document) {
        try {
            Json.read(document);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(byte[] document, Fault fault, int offset) {
        JsonSyntaxException refusal = catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(document));
        assertThat(refusal)
                .as(() -> new String(document, StandardCharsets.UTF_8))
                .isNotNull();
        assertThat(refusal.fault()).as(refusal.getMessage()).isEqualTo(fault);
        assertThat(refusal.offset()).as(refusal.getMessage()).isEqualTo(offset);
    }
}
