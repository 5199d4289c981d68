/** MCP servers for tests, written on the JDK and Jackson so that none of the project's own code judges itself. */
@NullMarked
package dev.gatehouse.testkit.mcp;

import org.jspecify.annotations.NullMarked;
