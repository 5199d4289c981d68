/** Puts objects into Amazon S3 and what speaks its protocol: just that, signed by hand. */
@NullMarked
package dev.gatehouse.audit.s3;

import org.jspecify.annotations.NullMarked;
