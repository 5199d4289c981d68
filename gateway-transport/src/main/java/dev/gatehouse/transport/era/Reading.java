package dev.gatehouse.transport.era;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.McpRequest;

/** What the method and the params of a request turned out to mean. */
sealed interface Reading {
    record Understood(McpRequest request) implements Reading {}

    record UnknownMethod() implements Reading {}

    /** @param wanted what the client has to declare first */
    record Undeclared(ClientCapabilities wanted) implements Reading {}

    /** @param reason in the specification's words; holds nothing the client sent */
    record BadParams(String reason) implements Reading {}
}
