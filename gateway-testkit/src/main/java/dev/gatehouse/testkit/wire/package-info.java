/** What goes over a connection in a test, written down. */
@NullMarked
package dev.gatehouse.testkit.wire;

import org.jspecify.annotations.NullMarked;
