/** API keys of agents: what is presented in place of a token by programs that cannot ask for one. */
@NullMarked
package dev.gatehouse.auth.apikey;

import org.jspecify.annotations.NullMarked;
