package dev.gatehouse.core.identity;

import dev.gatehouse.core.mcp.Names;

/** The name of an agent in the configuration; stable while its credentials rotate. */
public record AgentName(String value) implements Comparable<AgentName> {
    public AgentName {
        Names.requireSlug("agent", value);
    }

    @Override
    public int compareTo(AgentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
