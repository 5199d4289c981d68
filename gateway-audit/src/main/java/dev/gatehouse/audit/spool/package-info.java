/** The local write-ahead spool: what an event is recorded in before anybody is told that it happened. */
@NullMarked
package dev.gatehouse.audit.spool;

import org.jspecify.annotations.NullMarked;
