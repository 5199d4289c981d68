/** Watches what is recorded and how the trail does, and tells those who must know: once each, until it is over. */
@NullMarked
package dev.gatehouse.audit.alert;

import org.jspecify.annotations.NullMarked;
