package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Definition;

/** Something that a list may show, with the upstream's own definition. */
public record ListEntry(Target target, Definition definition) {}
