package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.UpstreamId;

/** Is told when an upstream's health changes; called from the upstream's own thread, so it must not block. */
@FunctionalInterface
public interface UpstreamWatch {

    /**
     * @param state {@code starting}, {@code ready}, {@code degraded} or {@code stopped}
     * @param detail why, for operators, fit to print; empty when ready
     */
    void changed(UpstreamId upstream, String state, String detail);
}
