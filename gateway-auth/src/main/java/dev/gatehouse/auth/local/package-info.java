/** The one account that needs no provider: the first administrator, made with a one-time token, and their password. */
@NullMarked
package dev.gatehouse.auth.local;

import org.jspecify.annotations.NullMarked;
