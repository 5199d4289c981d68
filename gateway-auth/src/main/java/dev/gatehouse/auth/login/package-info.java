/** Browsers: how a person proves who they are, and how the gateway knows them a moment later. */
@NullMarked
package dev.gatehouse.auth.login;

import org.jspecify.annotations.NullMarked;
