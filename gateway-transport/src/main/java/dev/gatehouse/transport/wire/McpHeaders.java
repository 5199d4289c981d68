package dev.gatehouse.transport.wire;

import io.netty.util.AsciiString;

/** The names of MCP's own header fields (2026-07-28, basic/transports/streamable-http). Each knows its hash whatever the case. */
public final class McpHeaders {
    public static final AsciiString PROTOCOL_VERSION = AsciiString.cached("MCP-Protocol-Version");
    public static final AsciiString SESSION_ID = AsciiString.cached("Mcp-Session-Id");
    public static final AsciiString METHOD = AsciiString.cached("Mcp-Method");
    public static final AsciiString NAME = AsciiString.cached("Mcp-Name");
    /** W3C Trace Context, which MCP uses as it is. */
    public static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");

    private McpHeaders() {}
}
