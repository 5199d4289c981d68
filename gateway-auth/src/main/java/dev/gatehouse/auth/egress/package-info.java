/** Connections to addresses that strangers name: to public ones only, bounded in number, time and size. */
@NullMarked
package dev.gatehouse.auth.egress;

import org.jspecify.annotations.NullMarked;
