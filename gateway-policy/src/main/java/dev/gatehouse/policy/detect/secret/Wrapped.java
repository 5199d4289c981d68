package dev.gatehouse.policy.detect.secret;

import dev.gatehouse.policy.detect.scan.Escaped;
import dev.gatehouse.policy.detect.scan.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a string says that is Base64 (RFC 4648 §4 and §5) from end to end, or escaped as addresses are. Once, not again. */
final class Wrapped {
    private static final int BASE64_MIN_CHARS = 20;
    /** Longer strings in Base64 are not decoded. */
    private static final int BASE64_MAX_CHARS = 64 * 1024;
    /** Longer strings with escapes are not undone. */
    private static final int ESCAPED_MAX_CHARS = 16 * 1024;

    private Wrapped() {}

    static Optional<Text> in(Text text) {
        if (!text.isWhole() || text.length() < BASE64_MIN_CHARS || text.length() > BASE64_MAX_CHARS) {
            return Optional.empty();
        }
        boolean isEscaped = false;
        boolean isBase64 = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.at(at);
            boolean isLineEnd = c == '\n' || c == '\r';
            if (c <= ' ' && !isLineEnd) {
                return Optional.empty();
            }
            isBase64 &= isLineEnd || c == '=' || c == '+' || c == '/' || Letters.W.has(c);
            isEscaped |= Escaped.isOne(text, at);
        }
        if (isBase64) {
            return decoded(text).map(said -> Text.of(said, text.name(), text.side()));
        }
        return isEscaped && text.length() <= ESCAPED_MAX_CHARS
                ? Optional.of(Text.of(Escaped.undone(text), text.name(), text.side()))
                : Optional.empty();
    }

    private static Optional<String> decoded(Text text) {
        String standard = text.slice(0, text.length()).replace('-', '+').replace('_', '/');
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(standard));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // Not Base64 after all, or no text.
            return Optional.empty();
        }
    }
}
