package dev.gatehouse.policy.pin;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import java.util.ArrayList;
import java.util.List;

/**
 * Something an upstream says now that can be pinned.
 *
 * @param needed what a client declares to see it, in JSON; {@code {}} for everybody
 * @param json as the upstream sent it; of instructions, the string
 */
record Sighting(PinKind kind, String name, String needed, String digest, Json json) {
    static final String EVERYBODY = "{}";

    /** All there is of an upstream. */
    static List<Sighting> of(Offering offering) {
        List<Sighting> all = new ArrayList<>();
        for (Primitive kind : Primitive.values()) {
            offering.of(kind).forEach(definition -> all.add(of(definition, EVERYBODY)));
        }
        for (Conditional entry : offering.conditional()) {
            all.add(of(entry.definition(), needed(entry.needed())));
        }
        if (!offering.instructions().isEmpty()) {
            String text = offering.instructions();
            all.add(new Sighting(PinKind.INSTRUCTIONS, "", EVERYBODY, PinGuard.digest(text), Json.of(text)));
        }
        return List.copyOf(all);
    }

    /** Tells it from everything else of its upstream. */
    String key() {
        return key(kind, name, needed);
    }

    static String key(PinKind kind, String name, String needed) {
        return Sha256.hex(Json.ofStrings(List.of(kind.name(), name, needed)).bytes());
    }

    private static Sighting of(Definition definition, String needed) {
        return new Sighting(
                PinKind.of(definition.kind()), definition.name(), needed, definition.digest(), definition.json());
    }

    private static String needed(ClientCapabilities needed) {
        return needed.declaredTo(ProtocolVersion.LATEST).toString();
    }
}
