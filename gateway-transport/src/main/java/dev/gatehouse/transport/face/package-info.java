/** The MCP endpoints of both eras as clients see them: posts, streams, sessions, and what is told on them. */
@NullMarked
package dev.gatehouse.transport.face;

import org.jspecify.annotations.NullMarked;
