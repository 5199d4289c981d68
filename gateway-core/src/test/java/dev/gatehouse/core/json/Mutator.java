package dev.gatehouse.core.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Breaks JSON documents in small ways that parsers disagree about; the same seed breaks them the same way. */
final class Mutator {
    private static final List<byte[]> DOCUMENTS = List.of(
            utf8("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
                    + "\"arguments\":{\"message\":\"hi\",\"n\":[1,-2.5e+3,0]},\"_meta\":{\"progressToken\":\"p\"}}}"),
            utf8("{\"a\":1,\"\\u0062\":2,\"c\":{\"a\":1,\"b\":\"\\ud83d\\ude00\\n\\/\"},"
                    + "\"d\":[{\"a\":null},{\"a\":true}]}"),
            utf8("[\"é€\ud83d\ude00\",\"\\u00e9\\u20AC\", \"\\\"\\\\\\b\\f\\r\\t\", false , 12345678901234567890 ]"),
            utf8(" {\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"},\"y\":{\"type\":\"number\"}},"
                    + "\"required\":[\"x\"],\"additionalProperties\":false}\r\n"),
            utf8("[[[[[[{\"k\":[[[[{\"k\":[]}]]]]}]]]]]]"),
            utf8("{\"k01\":1,\"k02\":1,\"k03\":1,\"k04\":1,\"k05\":1,\"k06\":1,\"k07\":1,\"k08\":1,\"k09\":1,"
                    + "\"k10\":1,\"k11\":1,\"k12\":1,\"k13\":1,\"k14\":1,\"k15\":1,\"k16\":1,\"k17\":1,\"k18\":1}"),
            utf8("-0.1E-7"),
            utf8("\"plain text, longer than one word of eight bytes\""));

    private static final List<byte[]> TOKENS = List.of(
            utf8("\"a\":1,"),
            utf8("\"\\u0061\":1,"),
            utf8("\"k01\":0,"),
            utf8("\\ud800"),
            utf8("\\udc00"),
            utf8("\\u00"),
            utf8("\\"),
            utf8("\""),
            utf8("{"),
            utf8("}"),
            utf8("[["),
            utf8("]"),
            utf8(","),
            utf8(":"),
            utf8("0"),
            utf8("-"),
            utf8("e9"),
            utf8("."),
            utf8("null"),
            utf8("NaN"),
            utf8("//"),
            utf8("\ufeff"),
            utf8("\u0085"),
            utf8(" \n"),
            utf8("[".repeat(70)),
            utf8("1".repeat(70)),
            utf8("n".repeat(1100)),
            new byte[] {0},
            new byte[] {0x1F},
            new byte[] {0x7F},
            new byte[] {(byte) 0xC0, (byte) 0xAF},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            new byte[] {(byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80},
            new byte[] {(byte) 0x80},
            new byte[] {(byte) 0xE2, (byte) 0x82});

    private final SplittableRandom random;

    Mutator(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] document = any(DOCUMENTS);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            document = change(document);
        }
        return document;
    }

    private byte[] change(byte[] document) {
        int from = random.nextInt(document.length + 1);
        int to = Math.min(document.length, from + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> splice(document, from, from, any(TOKENS));
            case 1 -> splice(document, from, to, any(TOKENS));
            case 2 -> splice(document, from, to, new byte[0]);
            case 3 -> splice(document, from, Math.min(document.length, from + 1), new byte[] {(byte) random.nextInt()});
            case 4 -> splice(document, from, from, cut(document));
            default -> splice(document, from, from, cut(any(DOCUMENTS)));
        };
    }

    private byte[] cut(byte[] document) {
        int from = random.nextInt(document.length + 1);
        return Arrays.copyOfRange(document, from, Math.min(document.length, from + random.nextInt(24)));
    }

    private byte[] any(List<byte[]> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private static byte[] splice(byte[] document, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(document, 0, from);
        out.writeBytes(middle);
        out.write(document, to, document.length - to);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
