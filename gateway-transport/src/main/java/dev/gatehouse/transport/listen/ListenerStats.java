package dev.gatehouse.transport.listen;

/**
 * A listener at one moment, for metrics.
 *
 * @param connectionsRefused since the start, because there were too many
 * @param requestsRefused since the start, because too many were in flight
 */
public record ListenerStats(int connections, int inFlight, long connectionsRefused, long requestsRefused) {}
