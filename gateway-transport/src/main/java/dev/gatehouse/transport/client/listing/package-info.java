/** Fetches what an upstream lists: to everybody, and to clients that declare something. */
@NullMarked
package dev.gatehouse.transport.client.listing;

import org.jspecify.annotations.NullMarked;
