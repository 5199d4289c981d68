/** The bundled MCP server of the quick start: a stdio child of both eras, with tools worth allowing, waiting for and denying. */
@NullMarked
package dev.gatehouse.server.demo;

import org.jspecify.annotations.NullMarked;
