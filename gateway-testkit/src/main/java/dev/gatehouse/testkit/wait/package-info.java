/** How a test waits for what another thread or process is about to do. */
@NullMarked
package dev.gatehouse.testkit.wait;

import org.jspecify.annotations.NullMarked;
