package dev.gatehouse.core.revision;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.NameFilter;

/**
 * One upstream's share in a virtual server.
 *
 * @param prefix put before each name with an underscore; empty for original names
 * @param tools which of the upstream's own names are published
 */
public record Publication(UpstreamId upstream, String prefix, NameFilter tools) {

    public String publicName(String upstreamName) {
        return prefix.isEmpty() ? upstreamName : prefix + "_" + upstreamName;
    }
}
