/** Log lines: readable on a terminal, JSON elsewhere, one line per event, never in the way of the thread that logs. */
@NullMarked
package dev.gatehouse.server.logging;

import org.jspecify.annotations.NullMarked;
