/** Reads configuration text into a tree in which every value knows its place; alone in knowing the YAML library. */
@NullMarked
package dev.gatehouse.server.config.yaml;

import org.jspecify.annotations.NullMarked;
