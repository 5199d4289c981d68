/** The way to one HTTP origin: pooled connections on the shared event loops, requests as bytes, answers piece by piece. */
@NullMarked
package dev.gatehouse.transport.client.road;

import org.jspecify.annotations.NullMarked;
