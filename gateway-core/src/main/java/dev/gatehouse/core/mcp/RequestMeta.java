package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * What every request carries beside its own words, whichever era it came from: a modern request says it in
 * {@code params._meta}, a legacy one said it once in {@code initialize}.
 *
 * @param session the id of the session it was said in; empty in the modern era, which has none. It opens nothing
 * @param version the revision the client speaks
 * @param clientInfo who the client says it is
 * @param capabilities what the client can be asked; while a call is under way never more than its exchange can ask
 * @param traceParent the W3C trace context header, checked for shape
 * @param progressToken the client's own token, a string or a number
 * @param logLevel from which level on the client wants log messages with this request; none when empty
 * @param extra further members of {@code _meta} that may go upstream: nothing the specification reserves
 */
public record RequestMeta(
        Optional<String> session,
        ProtocolVersion version,
        Optional<Implementation> clientInfo,
        ClientCapabilities capabilities,
        Optional<String> traceParent,
        Optional<Json> progressToken,
        Optional<LogLevel> logLevel,
        Json extra) {

    public static RequestMeta of(ProtocolVersion version) {
        return new RequestMeta(
                Optional.empty(),
                version,
                Optional.empty(),
                ClientCapabilities.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Json.EMPTY_OBJECT);
    }

    public RequestMeta with(ClientCapabilities carried) {
        return new RequestMeta(session, version, clientInfo, carried, traceParent, progressToken, logLevel, extra);
    }
}
