/** Spool files as bytes: framed records with checksums, segments with headers, and the file operations underneath. */
@NullMarked
package dev.gatehouse.audit.segment;

import org.jspecify.annotations.NullMarked;
