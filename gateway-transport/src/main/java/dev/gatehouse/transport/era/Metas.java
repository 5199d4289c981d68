package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import java.util.Optional;

/** Reads {@code params._meta}: all of it in the modern era; beside what the session knows, in the legacy one. */
final class Metas {
    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
    private static final String CLIENT_INFO_KEY = "io.modelcontextprotocol/clientInfo";
    private static final int TOKEN_BYTES_MAX = 1024;

    private Metas() {}

    /** @param level already read, for a level that is none refuses the request */
    static RequestMeta modern(
            ProtocolVersion version,
            Json capabilities,
            Optional<LogLevel> level,
            Json meta,
            Optional<String> traceHeader) {
        return new RequestMeta(
                Optional.empty(),
                version,
                meta.member(CLIENT_INFO_KEY).flatMap(Metas::implementation),
                ClientCapabilities.of(capabilities),
                traceParent(meta, traceHeader),
                progressToken(meta),
                level,
                ExtraMeta.of(meta));
    }

    static RequestMeta legacy(Session session, Optional<LogLevel> level, Json meta, Optional<String> traceHeader) {
        return new RequestMeta(
                Optional.of(session.id()),
                session.version(),
                session.clientInfo(),
                session.capabilities(),
                traceParent(meta, traceHeader),
                progressToken(meta),
                level,
                ExtraMeta.of(meta));
    }

    /** {@code clientInfo} when it has both its parts. */
    static Optional<Implementation> implementation(Json info) {
        return info.text("name")
                .flatMap(name -> info.text("version").map(version -> new Implementation(name, version)));
    }

    static Json metaOf(Json params) {
        return params.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    /** {@code _meta.traceparent}, else the header of that name; a value of another shape counts as absent. */
    private static Optional<String> traceParent(Json meta, Optional<String> header) {
        return meta.text("traceparent").or(() -> header).flatMap(TraceParent::checked);
    }

    /** A token that is neither a string nor an integer, or longer than any, counts as absent. */
    private static Optional<Json> progressToken(Json meta) {
        return meta.member("progressToken")
                .filter(token -> token.isString() || token.integer().isPresent())
                .filter(token -> token.length() <= TOKEN_BYTES_MAX);
    }
}
