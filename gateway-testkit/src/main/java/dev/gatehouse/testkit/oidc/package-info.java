/** An OpenID provider that can be told to misbehave. */
@NullMarked
package dev.gatehouse.testkit.oidc;

import org.jspecify.annotations.NullMarked;
