/** What the gateway counts and times, in Prometheus' words; {@code docs/reference/metrics.md} lists it. */
@NullMarked
package dev.gatehouse.server.metrics;

import org.jspecify.annotations.NullMarked;
