/** A collector of syslog for tests. */
@NullMarked
package dev.gatehouse.testkit.syslog;

import org.jspecify.annotations.NullMarked;
