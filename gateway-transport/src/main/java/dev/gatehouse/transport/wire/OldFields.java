package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;

/** What becomes of members that a client's revision does not know. Nearly all clients pass over them. */
public enum OldFields {
    KEPT,
    /** For clients that refuse a whole message because of one member. */
    STRIPPED;

    /** Where a member stands. */
    enum Place {
        TOOL,
        /** A prompt, a resource or a template. */
        ENTRY,
        /** What a resource holds. */
        CONTENTS,
        CONTENT_BLOCK
    }

    boolean keepsAll(ProtocolVersion version) {
        return this == KEPT || version == ProtocolVersion.LATEST_LEGACY;
    }

    /** The value without what this revision does not know there; the value itself when nothing is taken. */
    Json known(ProtocolVersion version, Place place, Json value) {
        if (keepsAll(version) || !value.isObject()) {
            return value;
        }
        List<String> unknown = new ArrayList<>();
        boolean listed = place == Place.TOOL || place == Place.ENTRY;
        if (listed) {
            unknown.addAll(List.of("icons", "execution"));
        }
        if (version.compareTo(ProtocolVersion.V2025_06_18) < 0) {
            unknown.add("_meta");
            if (listed) {
                unknown.add("title");
            }
        }
        if (place == Place.TOOL && version.compareTo(ProtocolVersion.V2025_03_26) < 0) {
            unknown.add("annotations");
        }
        return value.without(unknown.toArray(String[]::new));
    }
}
