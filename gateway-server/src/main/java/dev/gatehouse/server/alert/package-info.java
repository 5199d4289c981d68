/** Alerts, as the configuration names them, and as people see and answer them. */
@NullMarked
package dev.gatehouse.server.alert;

import org.jspecify.annotations.NullMarked;
