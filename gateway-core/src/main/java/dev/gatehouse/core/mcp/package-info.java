/** The Model Context Protocol's words as values; knows nothing of HTTP, of eras on the wire, or of policy. */
@NullMarked
package dev.gatehouse.core.mcp;

import org.jspecify.annotations.NullMarked;
