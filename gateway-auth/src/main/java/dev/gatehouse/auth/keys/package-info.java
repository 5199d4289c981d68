/** The master key and what hangs on it: the keys that sign our tokens and the sealing of state that clients carry. */
@NullMarked
package dev.gatehouse.auth.keys;

import org.jspecify.annotations.NullMarked;
