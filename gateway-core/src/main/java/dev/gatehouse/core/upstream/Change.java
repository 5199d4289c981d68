package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;

/** News of an upstream that belongs to no call. */
public sealed interface Change {
    UpstreamId upstream();

    /** One of its lists is another than before. Already debounced. */
    record Relisted(UpstreamId upstream, Primitive kind) implements Change {}

    /** @param uri under the upstream's own name; may be of a part of what was subscribed to */
    record Updated(UpstreamId upstream, String uri) implements Change {}

    /** A task may stand otherwise than before; whoever wants to know asks. */
    record TaskMoved(UpstreamId upstream, String task) implements Change {}
}
