package dev.gatehouse.transport.client;

import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import java.util.List;
import java.util.Optional;

/**
 * What operators see of one upstream. Every text is fit to print.
 *
 * @param detail why it is not ready; empty when it is
 * @param version the revision spoken with it, once known
 * @param isolation how its child is kept apart; empty for a remote one
 * @param breakerOpen whether calls end at once because it kept failing them
 * @param notes what else they should know: what the isolation lacks, which tools were left out
 * @param restarts connections made after the first
 * @param dropped messages of the present conversation that answered nothing
 */
public record UpstreamStatus(
        UpstreamId id,
        Health health,
        String detail,
        Optional<ProtocolVersion> version,
        Optional<Isolation> isolation,
        boolean breakerOpen,
        List<String> notes,
        int tools,
        int restarts,
        int inFlight,
        long dropped) {}
