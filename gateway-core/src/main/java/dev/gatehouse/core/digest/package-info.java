/** Hashes, for whoever needs one. */
@NullMarked
package dev.gatehouse.core.digest;

import org.jspecify.annotations.NullMarked;
