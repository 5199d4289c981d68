/** JSON-RPC towards upstreams, whatever carries it: how requests are written, answers read and events waited for. */
@NullMarked
package dev.gatehouse.transport.client.rpc;

import org.jspecify.annotations.NullMarked;
