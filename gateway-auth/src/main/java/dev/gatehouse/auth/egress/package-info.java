/** Connections outwards: to servers that the operator named, wherever they are; for strangers, to public addresses only. */
@NullMarked
package dev.gatehouse.auth.egress;

import org.jspecify.annotations.NullMarked;
