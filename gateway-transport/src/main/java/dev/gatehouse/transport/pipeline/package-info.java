/** The handlers of a connection: TLS, both versions of HTTP, and the guard behind their decoders. */
@NullMarked
package dev.gatehouse.transport.pipeline;

import org.jspecify.annotations.NullMarked;
