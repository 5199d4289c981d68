/**
 * The master key and what hangs on it: the data keys that seal columns and the state that clients carry, and the keys that
 * sign our tokens.
 */
@NullMarked
package dev.gatehouse.auth.keys;

import org.jspecify.annotations.NullMarked;
