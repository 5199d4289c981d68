/** The written form of an audit event: one JSON object, versioned, read back by shipping, recovery and offline tools. */
@NullMarked
package dev.gatehouse.audit.event;

import org.jspecify.annotations.NullMarked;
