/** What operators and orchestrators ask of the admin listener. */
@NullMarked
package dev.gatehouse.server.admin;

import org.jspecify.annotations.NullMarked;
