/** Connections outwards: to servers that the operator named, and to those that strangers name. */
@NullMarked
package dev.gatehouse.auth.egress;

import org.jspecify.annotations.NullMarked;
