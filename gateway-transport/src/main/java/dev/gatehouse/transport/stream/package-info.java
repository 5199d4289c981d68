/** One event-stream response, what it may take, and the beat that keeps it alive. */
@NullMarked
package dev.gatehouse.transport.stream;

import org.jspecify.annotations.NullMarked;
