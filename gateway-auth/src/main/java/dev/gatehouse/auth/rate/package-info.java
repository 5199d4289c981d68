/** How often somebody may do something. */
@NullMarked
package dev.gatehouse.auth.rate;

import org.jspecify.annotations.NullMarked;
