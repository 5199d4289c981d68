/** The sinks of the audit trail, as the configuration names them. */
@NullMarked
package dev.gatehouse.server.sink;

import org.jspecify.annotations.NullMarked;
