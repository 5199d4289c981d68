/** The admin API's own ground: who calls it, what they may, how its routes are described, and how it says no. */
@NullMarked
package dev.gatehouse.auth.admin;

import org.jspecify.annotations.NullMarked;
