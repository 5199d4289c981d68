/** The upstream face: keeps every configured MCP server connected, knows what each offers, and sends permitted calls. */
@NullMarked
package dev.gatehouse.transport.client;

import org.jspecify.annotations.NullMarked;
