package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;

/**
 * What an upstream said of itself when the conversation began.
 *
 * @param version the revision that was settled on
 * @param capabilities its {@code capabilities} object
 * @param instructions what it tells models, cut to {@link #INSTRUCTIONS_CHARS_MAX}; empty when nothing
 */
public record Introduction(ProtocolVersion version, Json capabilities, String instructions) {
    public static final int INSTRUCTIONS_CHARS_MAX = 16 << 10;

    static Introduction of(ProtocolVersion version, Json result) {
        String instructions = result.text("instructions").orElse("");
        return new Introduction(
                version,
                result.member("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT),
                instructions.length() <= INSTRUCTIONS_CHARS_MAX
                        ? instructions
                        : instructions.substring(0, INSTRUCTIONS_CHARS_MAX));
    }

    public boolean declares(String capability) {
        return capabilities.member(capability).filter(Json::isObject).isPresent();
    }

    /** Whether the capability is declared and says true of this part, as in {@code "tools": {"listChanged": true}}. */
    public boolean declares(String capability, String part) {
        return capabilities
                .member(capability)
                .flatMap(declared -> declared.member(part))
                .flatMap(Json::bool)
                .equals(Optional.of(true));
    }

    public boolean hasExtension(String extension) {
        return capabilities
                .member("extensions")
                .flatMap(extensions -> extensions.member(extension))
                .filter(Json::isObject)
                .isPresent();
    }

    /** Whether it may have something to tell that belongs to no call. */
    public boolean tellsNews() {
        return declares("tools", "listChanged")
                || declares("prompts", "listChanged")
                || declares("resources", "listChanged")
                || declares("resources", "subscribe");
    }
}
