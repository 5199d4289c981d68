/** Finds text that people do not see and models read. */
@NullMarked
package dev.gatehouse.policy.detect.hidden;

import org.jspecify.annotations.NullMarked;
