/** The SCIM 2.0 server (RFC 7643, RFC 7644): identity providers push their people and groups here. */
@NullMarked
package dev.gatehouse.auth.scim;

import org.jspecify.annotations.NullMarked;
