package dev.gatehouse.core.policy;

import java.time.Instant;

/**
 * A request that waits for somebody to decide it.
 *
 * @param id what people and callers name it by
 * @param url of the page where it is decided
 * @param until when it is too late to decide
 */
public record PendingApproval(String id, String url, Instant until) {}
