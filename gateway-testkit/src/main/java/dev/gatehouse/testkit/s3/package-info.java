/** Object stores to put things into. */
@NullMarked
package dev.gatehouse.testkit.s3;

import org.jspecify.annotations.NullMarked;
