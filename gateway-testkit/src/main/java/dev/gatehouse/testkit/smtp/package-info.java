/** A mail server for tests. */
@NullMarked
package dev.gatehouse.testkit.smtp;

import org.jspecify.annotations.NullMarked;
