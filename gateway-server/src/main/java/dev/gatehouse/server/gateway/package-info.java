/** The composition root: puts the modules together, starts them in order, reloads, drains, stops. */
@NullMarked
package dev.gatehouse.server.gateway;

import org.jspecify.annotations.NullMarked;
