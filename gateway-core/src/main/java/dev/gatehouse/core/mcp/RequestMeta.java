package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * What every request carries beside its own words, whichever era it came from: a modern request says it in
 * {@code params._meta}, a legacy one said it once in {@code initialize}.
 *
 * @param version the revision the client speaks
 * @param clientInfo who the client says it is
 * @param clientCapabilities the capabilities object as declared; {@code {}} when none
 * @param traceParent the W3C trace context header, checked for shape
 * @param progressToken the client's own token, a string or a number
 */
public record RequestMeta(
        ProtocolVersion version,
        Optional<Implementation> clientInfo,
        Json clientCapabilities,
        Optional<String> traceParent,
        Optional<Json> progressToken) {

    public static RequestMeta of(ProtocolVersion version) {
        return new RequestMeta(version, Optional.empty(), Json.EMPTY_OBJECT, Optional.empty(), Optional.empty());
    }
}
