/** What people are told outside the gateway, and the places where. */
@NullMarked
package dev.gatehouse.core.notice;

import org.jspecify.annotations.NullMarked;
