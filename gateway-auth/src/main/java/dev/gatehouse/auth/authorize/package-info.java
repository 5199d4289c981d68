/** The code flow (OAuth 2.1): what a client asks for, the page on which a person agrees, and the list of what they agreed to. */
@NullMarked
package dev.gatehouse.auth.authorize;

import org.jspecify.annotations.NullMarked;
