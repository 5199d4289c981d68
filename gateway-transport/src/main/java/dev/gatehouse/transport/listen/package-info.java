/** The client face: sockets that accept, the guard behind the decoder, endpoints, and the MCP endpoint of both eras. */
@NullMarked
package dev.gatehouse.transport.listen;

import org.jspecify.annotations.NullMarked;
