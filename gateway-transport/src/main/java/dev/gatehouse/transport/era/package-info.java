/** The two ways of speaking MCP over HTTP, each read into the same requests; past here nobody knows the era. */
@NullMarked
package dev.gatehouse.transport.era;

import org.jspecify.annotations.NullMarked;
