package dev.gatehouse.server.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The process's log, for whoever counts it and whoever ends it. */
public final class Logs {
    private Logs() {}

    /** Lines lost since the start, because standard error was slower than the gateway. */
    public static long droppedLines() {
        return context().getLogger(Logger.ROOT_LOGGER_NAME).getAppender(DroppingAppender.NAME)
                        instanceof DroppingAppender appender
                ? appender.dropped()
                : 0;
    }

    /** Writes what is queued, for at most two seconds; nothing is logged after it. The last thing a process does. */
    public static void close() {
        context().stop();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
