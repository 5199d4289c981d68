package dev.gatehouse.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** {@code 14:03:07.123 INFO  [trace] AuditSpool: message}, for people; the stack of an exception below it, indented. */
final class TextLines implements LineFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final DateTimeFormatter time;

    TextLines() {
        this(ZoneId.systemDefault());
    }

    TextLines(ZoneId zone) {
        this.time = TIME.withZone(zone);
    }

    @Override
    public byte[] line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        time.formatTo(event.getInstant(), line);
        line.append(' ')
                .append(event.getLevel())
                .append(" ".repeat(6 - event.getLevel().levelStr.length()));
        line.append('[')
                .append(OneLine.of(event.getMDCPropertyMap().getOrDefault(TRACE, "-")))
                .append("] ");
        line.append(shortName(event.getLoggerName())).append(": ");
        line.append(OneLine.of(event.getFormattedMessage())).append('\n');
        for (String stackLine : StackText.of(event.getThrowableProxy())) {
            line.append("    ").append(stackLine).append('\n');
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String shortName(String logger) {
        return OneLine.of(logger.substring(logger.lastIndexOf('.') + 1));
    }
}
