package dev.gatehouse.audit.sink;

import java.time.Duration;

/**
 * How much of the trail makes one batch, for a place where each is a thing of its own. Such a batch ends where it was going to
 * end when it was first sent, also for whoever sends it again.
 *
 * @param recordsMax records that are read for it, those included that the sink does not get
 * @param bytesMax bytes of those, as the trail has them, except that one record always fits
 * @param fill how long one that is not full waits for more
 */
public record Batch(int recordsMax, long bytesMax, Duration fill) {}
