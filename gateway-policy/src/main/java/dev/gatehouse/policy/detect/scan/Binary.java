package dev.gatehouse.policy.detect.scan;

import dev.gatehouse.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Content that MCP carries as Base64: {@code data} of images and sounds, {@code blob} of resources. Looked at is what says
 * that it is text, decoded; the rest is noise to anybody who looks for words.
 */
final class Binary {
    /** Longer text in Base64 is not looked at. */
    private static final int DECODED_MAX_CHARS = 4 * 1024 * 1024;

    private Binary() {}

    /** Whether what stands under this name may be such content. */
    static boolean isContent(Json object, String name) {
        return isContent(name) && object.text("mimeType").isPresent();
    }

    private static boolean isContent(String name) {
        return name.equals("blob") || name.equals("data");
    }

    /** What the content says when it is text after all. Content that says it is Base64 and is not is looked at as it stands. */
    static Optional<String> text(Json object, Json content) {
        String said = content.string().orElse("");
        if (!isText(object.text("mimeType").orElse("")) || said.length() > DECODED_MAX_CHARS) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(said);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.of(said);
        }
    }

    private static boolean isText(String mimeType) {
        return mimeType.startsWith("text/")
                || mimeType.contains("json")
                || mimeType.contains("xml")
                || mimeType.contains("yaml");
    }
}
