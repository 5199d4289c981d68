package dev.gatehouse.transport.era;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code initialize} agreed on. A client of Streamable HTTP carries it sealed as its {@code Mcp-Session-Id}, so it
 * survives a restart of the gateway. It never proves who calls: every request is authenticated again.
 *
 * @param id random; the same session never gets a second one
 * @param principal whom it belongs to; of them only a digest is sealed
 * @param server name of the virtual server it belongs to
 * @param clientCapabilities as the client declared them
 * @param expiresAt whole seconds
 */
public record Session(
        String id,
        Principal principal,
        String server,
        ProtocolVersion version,
        Json clientCapabilities,
        Optional<Implementation> clientInfo,
        Instant expiresAt) {

    /** What the client can be asked, as far as its revision has words for it. */
    public ClientCapabilities capabilities() {
        return ClientCapabilities.of(clientCapabilities).knownTo(version);
    }

    /** The same session after another {@code initialize}: for a transport whose connection is the session. */
    Session agreedOn(Handshake.Agreed agreed) {
        return new Session(id, principal, server, agreed.version(), agreed.capabilities(), agreed.client(), expiresAt);
    }

    /** The name of one of the session's calls, told from the same id in any other session, however the id is escaped. */
    String cancelKey(Json requestId) {
        return id + "/" + requestId.string().map(Json::of).orElse(requestId);
    }

    Json toJson() {
        return Json.object()
                .put("id", id)
                .put("principal", digest(principal))
                .put("server", server)
                .put("version", version.wireName())
                .put("capabilities", clientCapabilities)
                .putIf("client", clientInfo.map(Implementation::name))
                .putIf("clientVersion", clientInfo.map(Implementation::version))
                .put("expires", expiresAt.getEpochSecond())
                .build();
    }

    /**
     * Empty for another principal's. And when a part is missing: then it was sealed by another release, and the client
     * starts anew.
     */
    static Optional<Session> of(Json json, Principal principal) {
        Optional<String> id = json.text("id");
        Optional<String> owner = json.text("principal").filter(digest(principal)::equals);
        Optional<String> server = json.text("server");
        Optional<ProtocolVersion> version = json.text("version").flatMap(ProtocolVersion::ofWireName);
        Optional<Json> capabilities = json.member("capabilities").filter(Json::isObject);
        Optional<Instant> expires = json.member("expires")
                .filter(value -> value.integer().isPresent())
                .map(value -> Instant.ofEpochSecond(value.integer().getAsLong()));
        if (id.isEmpty() || owner.isEmpty() || server.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        Optional<Implementation> client = json.text("client")
                .flatMap(name -> json.text("clientVersion").map(release -> new Implementation(name, release)));
        return capabilities.flatMap(declared -> expires.map(
                until -> new Session(id.get(), principal, server.get(), version.get(), declared, client, until)));
    }

    private static String digest(Principal principal) {
        return Sha256.hex(principal.key().getBytes(StandardCharsets.UTF_8));
    }
}
