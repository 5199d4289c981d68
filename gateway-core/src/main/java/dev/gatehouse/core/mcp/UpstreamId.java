package dev.gatehouse.core.mcp;

/** The name an administrator gave an MCP server behind the gateway. */
public record UpstreamId(String value) implements Comparable<UpstreamId> {
    public UpstreamId {
        Names.requireSlug("upstream", value);
    }

    @Override
    public int compareTo(UpstreamId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
