package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Escaped;
import dev.gatehouse.policy.detect.scan.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What parts of a text say once decoded: Base64, and texts with percent signs, entities or escapes in them. */
final class Decoded {
    private static final int BASE64_MIN_CHARS = 24;
    private static final int BASE64_MAX_CHARS = 8_192;
    private static final int PARTS_MAX = 32;
    /** Longer texts are not unescaped as a whole. */
    private static final int ESCAPED_MAX_CHARS = 16 * 1024;

    private static final boolean[] IS_BASE64 = base64();

    /** @param from where the encoded part stands */
    record Part(String content, int from, int to) {}

    private Decoded() {}

    static List<Part> parts(Text text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        int escapes = 0;
        while (at < text.length() && parts.size() < PARTS_MAX) {
            int end = runEnd(text, at);
            if (end - at >= BASE64_MIN_CHARS && end - at <= BASE64_MAX_CHARS) {
                base64(text, at, end, parts);
            }
            escapes += Escaped.isOne(text, end) ? 1 : 0;
            at = end + 1;
        }
        if (escapes > 0 && text.length() <= ESCAPED_MAX_CHARS) {
            parts.add(new Part(Escaped.undone(text), 0, text.length()));
        }
        return parts;
    }

    private static int runEnd(Text text, int from) {
        int at = from;
        while (at < text.length() && text.at(at) < IS_BASE64.length && IS_BASE64[text.at(at)]) {
            at++;
        }
        return at;
    }

    private static boolean[] base64() {
        boolean[] is = new boolean['z' + 1];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                .chars()
                .forEach(c -> is[c] = true);
        return is;
    }

    private static void base64(Text text, int from, int end, List<Part> parts) {
        // One letter more than a multiple of four says nothing.
        String encoded = text.slice(from, (end - from) % 4 == 1 ? end - 1 : end);
        String content = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        boolean isText =
                content.chars().allMatch(c -> (c >= ' ' && c != 0xFFFD) || c == '\n' || c == '\t' || c == '\r');
        if (isText) {
            parts.add(new Part(content, from, end));
        }
    }
}
