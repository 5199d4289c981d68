package dev.gatehouse.transport.http;

import org.slf4j.MDC;

/** Which trace the lines logged on this thread belong to, from now on to its end. */
public final class LogTrace {
    private static final String KEY = "trace";

    private LogTrace() {}

    public static void begin(String traceId) {
        MDC.put(KEY, traceId);
    }
}
