package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.Definition;
import java.util.List;

/** Anything that comes from an upstream and is on its way to a client. */
public sealed interface Outbound {
    record Result(UpstreamReply.Complete reply) implements Outbound {}

    /** A JSON-RPC error of the upstream's own: its text reaches the client like a result's does. */
    record Errored(UpstreamReply.Errored error) implements Outbound {}

    record Asked(List<InputRequest> requests) implements Outbound {}

    record Noticed(Notice notice) implements Outbound {}

    record Listed(List<Definition> entries) implements Outbound {}
}
