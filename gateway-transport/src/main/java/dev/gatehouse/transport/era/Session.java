package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code initialize} agreed on. The client carries it sealed as its {@code Mcp-Session-Id}, so it survives a
 * restart of the gateway. It never proves who calls: every request is authenticated again.
 *
 * @param id random; the same session never gets a second one
 * @param principal digest of the key of the principal it belongs to
 * @param server name of the virtual server it belongs to
 * @param expiresAt whole seconds
 */
record Session(
        String id,
        String principal,
        String server,
        ProtocolVersion version,
        Json clientCapabilities,
        Optional<Implementation> clientInfo,
        Instant expiresAt) {

    Json toJson() {
        return Json.object()
                .put("id", id)
                .put("principal", principal)
                .put("server", server)
                .put("version", version.wireName())
                .put("capabilities", clientCapabilities)
                .putIf("client", clientInfo.map(Implementation::name))
                .putIf("clientVersion", clientInfo.map(Implementation::version))
                .put("expires", expiresAt.getEpochSecond())
                .build();
    }

    /** Empty when a part is missing: then it was sealed by another release, and the client starts anew. */
    static Optional<Session> of(Json json) {
        Optional<String> id = json.text("id");
        Optional<String> principal = json.text("principal");
        Optional<String> server = json.text("server");
        Optional<ProtocolVersion> version = json.text("version").flatMap(ProtocolVersion::ofWireName);
        Optional<Json> capabilities = json.member("capabilities").filter(Json::isObject);
        Optional<Instant> expires = json.member("expires")
                .filter(value -> value.integer().isPresent())
                .map(value -> Instant.ofEpochSecond(value.integer().getAsLong()));
        if (id.isEmpty() || principal.isEmpty() || server.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        Optional<Implementation> client = json.text("client")
                .flatMap(name -> json.text("clientVersion").map(release -> new Implementation(name, release)));
        return capabilities.flatMap(declared -> expires.map(
                until -> new Session(id.get(), principal.get(), server.get(), version.get(), declared, client, until)));
    }
}
