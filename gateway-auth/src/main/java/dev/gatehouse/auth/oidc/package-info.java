/** The gateway as a client of OpenID providers: discovery, the code flow, and what an ID token proves. */
@NullMarked
package dev.gatehouse.auth.oidc;

import org.jspecify.annotations.NullMarked;
