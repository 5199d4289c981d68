/** Everything about who may call: the token endpoint, the metadata that leads to it, and the administration of agents. */
@NullMarked
package dev.gatehouse.auth;

import org.jspecify.annotations.NullMarked;
