/** Upstreams over HTTP: conversations of both eras, and HTTP+SSE. */
@NullMarked
package dev.gatehouse.transport.client.http;

import org.jspecify.annotations.NullMarked;
