package dev.gatehouse.core.mcp;

/**
 * One resource that was permitted to be watched.
 *
 * @param upstreamUri what its upstream calls it; changes are told under this name
 * @param publicUri what the client called it, and is told
 * @param release gives the subscription back; a second run does nothing
 */
public record Watched(UpstreamId upstream, String upstreamUri, String publicUri, Runnable release) {}
