package dev.gatehouse.core.mcp;

/** The name of a virtual server: one path segment of its URL. */
public record ServerName(String value) implements Comparable<ServerName> {
    public ServerName {
        Names.requireSlug("virtual server", value);
    }

    @Override
    public int compareTo(ServerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
