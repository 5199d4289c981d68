package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import java.util.List;

/**
 * What an upstream offered when it was last asked; kept when it goes down, so lists never wait for it.
 *
 * @param health whether it can be called now
 * @param detail why not, for operators; empty when ready
 */
public record Listing(Offering offering, Health health, String detail) {

    public enum Health {
        STARTING,
        READY,
        DEGRADED
    }

    public static final Listing NONE = new Listing(Offering.NONE, Health.STARTING, "not asked yet");

    /** Whether nothing is known of the upstream: it was not reached yet, now or in an earlier run. */
    public boolean isUnseen() {
        return health != Health.READY && offering.equals(Offering.NONE);
    }

    public Listing shownTo(ClientCapabilities declared) {
        return new Listing(offering.shownTo(declared), health, detail);
    }

    public List<Definition> of(Primitive kind) {
        return offering.of(kind);
    }
}
