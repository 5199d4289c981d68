package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;

/**
 * Content for clients of earlier revisions. A kind of block that a revision does not know becomes text that says what
 * stood there: a client that reads strictly would lose the whole result over it.
 */
final class ContentBlocks {
    private ContentBlocks() {}

    /** {@code tools/call}. */
    static Json inResult(Json result, ProtocolVersion version, OldFields fields) {
        return LegacyFit.each(result, "content", block -> fit(block, version, fields));
    }

    /** {@code prompts/get}. */
    static Json inMessages(Json result, ProtocolVersion version, OldFields fields) {
        return LegacyFit.each(result, "messages", message -> {
            Optional<Json> block = message.member("content");
            Json fit = block.map(content -> fit(content, version, fields)).orElse(message);
            return block.isEmpty() ? message : message.with("content", fit);
        });
    }

    private static Json fit(Json block, ProtocolVersion version, OldFields fields) {
        String type = block.text("type").orElse("");
        if (type.equals("audio") && version.compareTo(ProtocolVersion.V2025_03_26) < 0) {
            return text("Audio (" + block.text("mimeType").orElse("of unknown type") + ")");
        }
        if (type.equals("resource_link") && version.compareTo(ProtocolVersion.V2025_06_18) < 0) {
            return text(block.text("name").orElse("Resource") + ": "
                    + block.text("uri").orElse(""));
        }
        return fields.known(version, OldFields.Place.CONTENT_BLOCK, block);
    }

    private static Json text(String text) {
        return Json.object().put("type", "text").put("text", text).build();
    }
}
