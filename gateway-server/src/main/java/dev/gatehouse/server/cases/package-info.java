/** Policy scripts tried against the tables of cases that stand beside them, without a gateway. */
@NullMarked
package dev.gatehouse.server.cases;

import org.jspecify.annotations.NullMarked;
