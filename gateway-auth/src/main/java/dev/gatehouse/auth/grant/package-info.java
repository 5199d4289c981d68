/** What people agreed to: their consents, the codes and refresh tokens that rest on them, each of which counts once. */
@NullMarked
package dev.gatehouse.auth.grant;

import org.jspecify.annotations.NullMarked;
