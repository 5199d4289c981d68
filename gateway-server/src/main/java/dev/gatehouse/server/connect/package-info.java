/** What the developer of a client pastes where, to reach a virtual server: printed filled in, and as pages of docs. */
@NullMarked
package dev.gatehouse.server.connect;

import org.jspecify.annotations.NullMarked;
