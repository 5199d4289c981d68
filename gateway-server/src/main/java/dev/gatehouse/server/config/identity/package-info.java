/** The part of the configuration that says who may vouch for callers, and how it becomes trust. */
@NullMarked
package dev.gatehouse.server.config.identity;

import org.jspecify.annotations.NullMarked;
