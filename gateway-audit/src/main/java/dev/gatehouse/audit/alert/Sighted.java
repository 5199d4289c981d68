package dev.gatehouse.audit.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * That a rule is true of something, as one gateway knows it.
 *
 * @param text the last one
 * @param times how often since the database was told
 * @param toldAt when this gateway told of it, for want of a database
 */
record Sighted(
        AlertRule rule,
        String id,
        String key,
        String text,
        Instant raisedAt,
        Instant seenAt,
        long times,
        Optional<Instant> toldAt) {}
