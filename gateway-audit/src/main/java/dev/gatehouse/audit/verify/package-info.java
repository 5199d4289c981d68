/** Whether a trail is what was recorded: read out of a spool, a database or an export, with a key and anchors from elsewhere. */
@NullMarked
package dev.gatehouse.audit.verify;

import org.jspecify.annotations.NullMarked;
