/** The audit trail in the admin API: who may ask it for what, and the record of who did. */
@NullMarked
package dev.gatehouse.server.trail;

import org.jspecify.annotations.NullMarked;
