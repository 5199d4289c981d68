/** How long records stay: what is over is archived and dropped by day, and what somebody holds is kept. */
@NullMarked
package dev.gatehouse.audit.retain;

import org.jspecify.annotations.NullMarked;
