/** Reads configuration text into a tree in which every value knows its line and column; the only package that knows the YAML library. */
@NullMarked
package dev.gatehouse.server.config.yaml;

import org.jspecify.annotations.NullMarked;
