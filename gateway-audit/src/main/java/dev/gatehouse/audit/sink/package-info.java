/** Takes the trail elsewhere, out of PostgreSQL: at least once, in order, each place with a position of its own. */
@NullMarked
package dev.gatehouse.audit.sink;

import org.jspecify.annotations.NullMarked;
