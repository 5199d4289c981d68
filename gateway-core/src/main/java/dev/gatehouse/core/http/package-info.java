/** HTTP that is not MCP: endpoints as values, so that auth, policy and audit serve pages without Netty or each other. */
@NullMarked
package dev.gatehouse.core.http;

import org.jspecify.annotations.NullMarked;
