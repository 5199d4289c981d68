/** The PostgreSQL that tests run against: chosen in one place, a fresh database for each test, gone with the test JVM. */
@NullMarked
package dev.gatehouse.testkit.postgres;

import org.jspecify.annotations.NullMarked;
