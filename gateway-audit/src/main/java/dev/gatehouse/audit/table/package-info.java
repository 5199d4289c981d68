/** What a record is as a row: the columns of {@code audit.event}, written by the shipper, read by verifiers and by whoever asks. */
@NullMarked
package dev.gatehouse.audit.table;

import org.jspecify.annotations.NullMarked;
