/** Microsoft Sentinel, as far as records are sent to it. */
@NullMarked
package dev.gatehouse.testkit.sentinel;

import org.jspecify.annotations.NullMarked;
