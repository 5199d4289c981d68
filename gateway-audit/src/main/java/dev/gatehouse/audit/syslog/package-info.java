/** Messages of syslog, and the line that takes them. */
@NullMarked
package dev.gatehouse.audit.syslog;

import org.jspecify.annotations.NullMarked;
