/** The whole configuration compiled, validated and immutable; a call keeps the one it began with. */
@NullMarked
package dev.gatehouse.core.revision;

import org.jspecify.annotations.NullMarked;
