/** Upstreams over Streamable HTTP: one pooled HTTP/1.1 client on the shared event loops, both eras, SSE answers. */
@NullMarked
package dev.gatehouse.transport.client.http;

import org.jspecify.annotations.NullMarked;
