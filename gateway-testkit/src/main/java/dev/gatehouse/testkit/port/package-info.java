/** Where a test has a process listen that cannot choose a port by itself. */
@NullMarked
package dev.gatehouse.testkit.port;

import org.jspecify.annotations.NullMarked;
