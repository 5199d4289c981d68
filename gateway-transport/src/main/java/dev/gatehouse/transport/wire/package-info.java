/** Bytes on sockets: event loops, JSON-RPC messages, and the one writer that knows statuses and codes. */
@NullMarked
package dev.gatehouse.transport.wire;

import org.jspecify.annotations.NullMarked;
