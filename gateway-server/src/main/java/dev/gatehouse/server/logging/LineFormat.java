package dev.gatehouse.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Turns an event into the bytes of its line or lines, with the newline. */
@FunctionalInterface
interface LineFormat {
    /** The key in the diagnostic context that carries the trace id. */
    String TRACE = "trace";

    byte[] line(ILoggingEvent event);
}
