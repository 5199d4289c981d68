/** What policies draw on and are made of. */
@NullMarked
package dev.gatehouse.policy;

import org.jspecify.annotations.NullMarked;
