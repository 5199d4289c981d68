package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.EarlyAnswer;

/**
 * Takes the place of what the guard refused.
 *
 * @param last whether the request ended with it, as a request of HTTP/2 without a body does
 */
public record Rejected(EarlyAnswer answer, boolean last) {}
