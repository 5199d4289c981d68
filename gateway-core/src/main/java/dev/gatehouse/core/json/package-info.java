/** JSON as immutable byte slices that only a strict reader can make, so that what was judged is what is forwarded. */
@NullMarked
package dev.gatehouse.core.json;

import org.jspecify.annotations.NullMarked;
