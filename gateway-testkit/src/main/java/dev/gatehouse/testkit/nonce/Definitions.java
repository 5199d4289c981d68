package dev.gatehouse.testkit.nonce;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;

/** What the server says of itself. */
final class Definitions {
    static final Json CAPABILITIES = read("{\"tools\":{},\"resources\":{\"subscribe\":true}}");
    static final Json SELF = read("{\"name\":\"nonce\",\"version\":\"1\"}");
    static final Json TOOLS = read("[{\"name\":\"say\",\"inputSchema\":{\"type\":\"object\"}},"
            + "{\"name\":\"touch\",\"inputSchema\":{\"type\":\"object\"}}]");
    private static final long TTL_MILLIS = 3_600_000;

    private Definitions() {}

    static Json templates(String scheme) {
        return read("[{\"uriTemplate\":\"" + scheme + ":///{name}\",\"name\":\"anything\"}]");
    }

    static Json text(String text) {
        Json block = Json.object().put("type", "text").put("text", text).build();
        return Json.array().add(block).build();
    }

    /** What every result of 2026-07-28 may have. */
    static Json modern(ObjectWriter result) {
        return result.put("resultType", "complete")
                .put("ttlMs", TTL_MILLIS)
                .put("cacheScope", "private")
                .build();
    }

    private static Json read(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the definitions above are JSON", e);
        }
    }
}
