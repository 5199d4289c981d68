/** Turns a tree with positions into records by their own components; the same shapes give schema and reference. */
@NullMarked
package dev.gatehouse.server.config.bind;

import org.jspecify.annotations.NullMarked;
