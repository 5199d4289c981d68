package dev.gatehouse.core.identity;

import dev.gatehouse.core.mcp.Names;

/** The name of a bundle: the unit of governance. */
public record BundleName(String value) implements Comparable<BundleName> {
    public BundleName {
        Names.requireSlug("bundle", value);
    }

    @Override
    public int compareTo(BundleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
