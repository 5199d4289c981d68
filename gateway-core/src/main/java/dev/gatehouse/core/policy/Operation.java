package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.RequestMeta;

/** What would be done: a request after routing. Policies judge this value, and exactly this value is forwarded. */
public record Operation(Verb verb, Target target, Json arguments, RequestMeta meta) {

    public enum Verb {
        CALL,
        GET,
        READ,
        COMPLETE,
        SUBSCRIBE
    }

    Operation withArguments(Json changed) {
        return new Operation(verb, target, changed, meta);
    }
}
