/** Checkpoints of the trail, and the places outside where they are kept. */
@NullMarked
package dev.gatehouse.audit.anchor;

import org.jspecify.annotations.NullMarked;
