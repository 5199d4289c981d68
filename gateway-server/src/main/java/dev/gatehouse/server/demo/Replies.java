package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.List;

/** The answers that are always the same. */
final class Replies {
    static final Json SELF =
            Json.object().put("name", "gatehouse-demo").put("version", "0.1.0").build();
    private static final Json CAPABILITIES =
            Json.object().put("tools", Json.EMPTY_OBJECT).build();

    private Replies() {}

    /** Echoes a legacy revision this server knows and offers the latest legacy one otherwise. */
    static Json initialize(Json params) {
        String version = params.text("protocolVersion")
                .filter(Protocol::speaksLegacy)
                .orElse(ProtocolVersion.LATEST_LEGACY.wireName());
        return Json.object()
                .put("protocolVersion", version)
                .put("capabilities", CAPABILITIES)
                .put("serverInfo", SELF)
                .build();
    }

    static Json discover() {
        return Json.object()
                .put("supportedVersions", Json.ofStrings(List.of(ProtocolVersion.LATEST.wireName())))
                .put("capabilities", CAPABILITIES)
                .build();
    }

    static Json tools() {
        return Json.object().put("tools", Definitions.TOOLS).build();
    }
}
