package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.transport.wire.McpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** What a modern request repeats of its body besides the method (2026-07-28, basic/transports/streamable-http). */
final class RoutingHeaders {
    private RoutingHeaders() {}

    static void add(Definition definition, Operation operation, HttpHeaders headers) {
        switch (operation.verb()) {
            case CALL -> {
                name(operation.target().upstreamName(), headers);
                parameters(definition, operation, headers);
            }
            case GET, READ -> name(operation.target().upstreamName(), headers);
            case GET_TASK, UPDATE_TASK, CANCEL_TASK ->
                operation.arguments().text(Operation.TASK_ID).ifPresent(id -> name(id, headers));
            case COMPLETE, SUBSCRIBE, WATCH_TASK -> {
                // Nothing of these is repeated.
            }
        }
    }

    private static void name(String name, HttpHeaders headers) {
        headers.set(McpHeaders.NAME, HeaderValues.encode(name));
    }

    private static void parameters(Definition tool, Operation operation, HttpHeaders headers) {
        tool.repeated()
                .ifPresent(annotated -> annotated
                        .values(operation.arguments())
                        .forEach((name, value) -> headers.set("Mcp-Param-" + name, HeaderValues.encode(value))));
    }
}
