/** What must not be told, taken out of what is told. */
@NullMarked
package dev.gatehouse.server.masking;

import org.jspecify.annotations.NullMarked;
