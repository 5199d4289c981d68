package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import java.util.Optional;

/** Reads the parts of {@code RequestMeta} that both eras write alike. */
final class Metas {
    private Metas() {}

    /** {@code clientInfo} when it has both its parts. */
    static Optional<Implementation> implementation(Json info) {
        return info.text("name")
                .flatMap(name -> info.text("version").map(version -> new Implementation(name, version)));
    }

    /** {@code _meta.traceparent}, else the header of that name; a value of another shape counts as absent. */
    static Optional<String> traceParent(Json meta, HeaderFields headers) {
        return meta.text("traceparent")
                .or(() -> headers.one(HeaderFields.TRACE_PARENT))
                .flatMap(TraceParent::checked);
    }

    static Optional<Json> progressToken(Json meta) {
        return meta.member("progressToken")
                .filter(token -> token.isString() || token.integer().isPresent());
    }

    static Json metaOf(Json params) {
        return params.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }
}
