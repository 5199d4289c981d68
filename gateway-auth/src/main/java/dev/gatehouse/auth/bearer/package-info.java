/** Bearer tokens as they are presented to a virtual server: what ours look like, which ones count, and which were withdrawn. */
@NullMarked
package dev.gatehouse.auth.bearer;

import org.jspecify.annotations.NullMarked;
