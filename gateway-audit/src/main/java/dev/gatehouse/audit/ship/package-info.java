/** The way from the spool into PostgreSQL, in batches, with the effect of exactly once. */
@NullMarked
package dev.gatehouse.audit.ship;

import org.jspecify.annotations.NullMarked;
