package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;

/**
 * An entry that an upstream lists only to those who declare certain capabilities, or describes otherwise to them.
 *
 * @param needed the least that shows it; the same entry stands several times where either of two is enough
 */
public record Conditional(ClientCapabilities needed, Definition definition) {}
