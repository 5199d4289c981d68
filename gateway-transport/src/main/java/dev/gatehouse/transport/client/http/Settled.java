package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Introduction;

/**
 * What both sides know of each other since a conversation began.
 *
 * @param declared what a legacy server was told its client can be asked
 */
record Settled(Introduction introduction, Dialect dialect, ClientCapabilities declared) {
    boolean canBeAsked() {
        return !declared.equals(ClientCapabilities.NONE);
    }
}
