package dev.gatehouse.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.List;

/** One JSON object per line, for machines; a stack of an exception is one string in it. */
final class JsonLines implements LineFormat {
    @Override
    public byte[] line(ILoggingEvent event) {
        ObjectWriter line = Json.object()
                .put("time", event.getInstant().toString())
                .put("level", event.getLevel().levelStr)
                .put("logger", event.getLoggerName())
                .put("thread", OneLine.of(event.getThreadName()))
                .put("trace", OneLine.of(event.getMDCPropertyMap().getOrDefault(TRACE, "-")))
                .put("message", OneLine.of(event.getFormattedMessage()));
        List<String> stack = StackText.of(event.getThrowableProxy());
        if (!stack.isEmpty()) {
            line.put("stack", String.join("\n", stack));
        }
        Json json = line.build();
        byte[] bytes = new byte[json.length() + 1];
        bytes[json.copyTo(bytes, 0)] = '\n';
        return bytes;
    }
}
