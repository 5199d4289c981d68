package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;

/** What an operation is aimed at, under the name the client uses and the name its upstream uses. */
public record Target(Primitive kind, String publicName, UpstreamId upstream, String upstreamName) {}
