/** A gateway on real sockets, and clients and upstreams around it, for tests of every part of the client face. */
@NullMarked
package dev.gatehouse.transport.world;

import org.jspecify.annotations.NullMarked;
