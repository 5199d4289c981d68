/** Changing a part of a resource (RFC 7644 §3.5.2), in every dialect that identity providers speak. */
@NullMarked
package dev.gatehouse.auth.scim.patch;

import org.jspecify.annotations.NullMarked;
