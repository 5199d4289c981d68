/** The kill switches: who threw which, on this gateway and on others, and the copy in memory that calls are held against. */
@NullMarked
package dev.gatehouse.auth.kill;

import org.jspecify.annotations.NullMarked;
