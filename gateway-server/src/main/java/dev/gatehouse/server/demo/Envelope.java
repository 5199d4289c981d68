package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.Optional;

/** What 2026-07-28 puts around requests and results. */
final class Envelope {
    /** The lists never change while this process lives. */
    private static final long TTL_MILLIS = 3_600_000;

    private static final String META_SERVER = "io.modelcontextprotocol/serverInfo";

    private Envelope() {}

    /** What is wrong with a request's {@code _meta}, if anything. */
    static Optional<RpcError> check(Json meta) {
        Optional<String> version = meta.text(Protocol.META_VERSION);
        if (version.isEmpty()
                || meta.member(Protocol.META_CAPABILITIES)
                        .filter(Json::isObject)
                        .isEmpty()) {
            return Optional.of(RpcError.NO_META);
        }
        return version.get().equals(ProtocolVersion.LATEST.wireName())
                ? Optional.empty()
                : Optional.of(RpcError.noSuchVersion(version.get()));
    }

    static Json complete(Json result) {
        Json meta = Json.object().put(META_SERVER, Replies.SELF).build();
        return result.with("resultType", Json.of("complete")).with("_meta", meta);
    }

    static Json cacheable(Json result) {
        return result.with("ttlMs", Json.of(TTL_MILLIS)).with("cacheScope", Json.of("public"));
    }
}
