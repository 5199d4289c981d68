/** People and groups: who exists, who is active, who belongs where. */
@NullMarked
package dev.gatehouse.auth.people;

import org.jspecify.annotations.NullMarked;
