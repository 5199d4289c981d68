/** What auditors ask for as a whole: rows out of the sealed trail that come out the same when they are asked for again. */
@NullMarked
package dev.gatehouse.audit.report;

import org.jspecify.annotations.NullMarked;
