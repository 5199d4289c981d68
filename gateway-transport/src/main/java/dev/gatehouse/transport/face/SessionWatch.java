package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.ProtocolVersion;

/** Told of every legacy session that {@code initialize} opened. Must not block. */
@FunctionalInterface
public interface SessionWatch {
    SessionWatch NONE = _ -> {};

    void opened(ProtocolVersion version);
}
