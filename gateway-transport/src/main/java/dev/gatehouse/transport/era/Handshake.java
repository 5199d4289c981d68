package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;

/** Reads {@code initialize} (2025-11-25 basic/lifecycle). */
sealed interface Handshake {
    /** The sealed id that holds them travels in a header of every request. */
    int CAPABILITIES_MAX_BYTES = 2 * 1024;

    String FIRST_DRAFT = "2024-10-07";

    /** @param capabilities as declared, {@code {}} when none are */
    record Agreed(ProtocolVersion version, Json capabilities, Optional<Implementation> client) implements Handshake {}

    record BadParams(String reason) implements Handshake {}

    static Handshake read(Json params) {
        Optional<String> asked = params.text("protocolVersion");
        Json capabilities = params.member("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        if (asked.isEmpty()) {
            return new BadParams("protocolVersion must be a string");
        }
        if (capabilities.length() > CAPABILITIES_MAX_BYTES) {
            return new BadParams("capabilities exceed " + CAPABILITIES_MAX_BYTES + " bytes");
        }
        // A part of a body of megabytes must not hold on to the whole.
        Optional<Implementation> client = params.member("clientInfo").flatMap(Metas::implementation);
        return new Agreed(agreed(asked.get()), capabilities.detached(), client);
    }

    /** A revision nobody knows is answered with our latest ("Version Negotiation"); the modern ones have no handshake. */
    private static ProtocolVersion agreed(String asked) {
        if (asked.equals(FIRST_DRAFT)) {
            return ProtocolVersion.V2024_11_05;
        }
        return ProtocolVersion.ofWireName(asked)
                .filter(version -> !version.isModern())
                .orElse(ProtocolVersion.LATEST_LEGACY);
    }
}
