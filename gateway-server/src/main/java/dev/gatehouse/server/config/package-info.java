/** {@code gatehouse.yaml}: its records, the checks across them, and the way from a file to a revision. */
@NullMarked
package dev.gatehouse.server.config;

import org.jspecify.annotations.NullMarked;
