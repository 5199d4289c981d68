/** Which definitions of an upstream may be used: what people took for good, and what became of it since. */
@NullMarked
package dev.gatehouse.core.pin;

import org.jspecify.annotations.NullMarked;
