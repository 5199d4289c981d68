/** Our own access tokens: how a client earns one (RFC 6749 §4.4, RFC 8707) and how a request proves it has one (RFC 9068). */
@NullMarked
package dev.gatehouse.auth.token;

import org.jspecify.annotations.NullMarked;
