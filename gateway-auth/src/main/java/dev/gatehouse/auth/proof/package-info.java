/** How a client, agents among them, proves who it is wherever it speaks to the authorization server itself. */
@NullMarked
package dev.gatehouse.auth.proof;

import org.jspecify.annotations.NullMarked;
