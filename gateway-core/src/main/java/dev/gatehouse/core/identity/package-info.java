/** Who is calling: principals, tokens, what an authenticator may answer, and the sealing of state we hand out. */
@NullMarked
package dev.gatehouse.core.identity;

import org.jspecify.annotations.NullMarked;
