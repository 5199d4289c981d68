package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.ToolDefinition;
import java.util.List;

/**
 * What an upstream offered when it was last asked; kept when it goes down, so lists never wait for it.
 *
 * @param health whether it can be called now
 * @param detail why not, for operators; empty when ready
 */
public record Listing(List<ToolDefinition> tools, Health health, String detail) {

    public enum Health {
        STARTING,
        READY,
        DEGRADED
    }

    public static final Listing NONE = new Listing(List.of(), Health.STARTING, "not asked yet");

    public Listing {
        tools = List.copyOf(tools);
    }
}
