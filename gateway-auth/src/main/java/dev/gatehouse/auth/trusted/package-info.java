/** Other authorization servers whose word counts here, each only for what the configuration trusts it with. */
@NullMarked
package dev.gatehouse.auth.trusted;

import org.jspecify.annotations.NullMarked;
