package dev.gatehouse.core.mcp;

/**
 * One resource or task that was permitted to be watched.
 *
 * @param upstreamName what its upstream calls it, a URI or an id; changes are told under this name
 * @param publicName what the client calls it
 * @param release gives back what watching took; runs once however often it is called
 */
public record Watched(UpstreamId upstream, String upstreamName, String publicName, Runnable release) {}
