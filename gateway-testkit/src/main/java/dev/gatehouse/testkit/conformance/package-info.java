/** The official conformance suite of MCP, and an upstream of all five kinds that passes it when connected directly. */
@NullMarked
package dev.gatehouse.testkit.conformance;

import org.jspecify.annotations.NullMarked;
