/** The part of the configuration that says what is allowed, and how its rules become stages. */
@NullMarked
package dev.gatehouse.server.config.policy;

import org.jspecify.annotations.NullMarked;
