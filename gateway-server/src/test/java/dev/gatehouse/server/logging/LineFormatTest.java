package dev.gatehouse.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    @Test
    void writesALineAPersonCanRead() {
        assertThat(text(event(null, "{} of {}", 1, 2))).isEqualTo("14:03:07.123 WARN  [4bf92f] Thing: 1 of 2\n");
    }

    @Test
    void writesOneObjectPerLineForMachines() throws Exception {
        Json line = Json.read(json(event(null, "a\nb")));
        assertThat(line.text("time")).contains("2026-11-20T14:03:07.123Z");
        assertThat(line.text("level")).contains("WARN");
        assertThat(line.text("logger")).contains("dev.gatehouse.Thing");
        assertThat(line.text("trace")).contains("4bf92f");
        assertThat(line.text("message")).contains("a\\nb");
        assertThat(line.member("stack")).isEmpty();
    }

    @Test
    void showsAnExceptionWithItsCausesAndNoForgedLine() throws Exception {
        var failure = new IllegalStateException("outer", new RuntimeException("in\n14:00 INFO all is well"));
        String text = text(event(failure, "failed"));
        assertThat(text)
                .contains("    java.lang.IllegalStateException: outer\n")
                .contains("    Caused by: java.lang.RuntimeException: in\\n14:00 INFO all is well\n")
                .contains("LineFormatTest");
        assertThat(Json.read(json(event(failure, "failed"))).text("stack").orElseThrow())
                .contains("Caused by: java.lang.RuntimeException: in\\n14:00");
    }

    @Test
    void cutsAnEndlessChainOfCauses() {
        Exception chain = new Exception("last");
        for (int i = 0; i < 50; i++) {
            chain = new Exception("cause " + i, chain);
        }
        assertThat(text(event(chain, "failed")).lines().filter(line -> line.contains("Caused by")))
                .hasSize(StackText.CAUSES_MAX - 1);
    }

    private static String text(LoggingEvent event) {
        return new String(new TextLines(ZoneOffset.UTC).line(event), StandardCharsets.UTF_8);
    }

    private static String json(LoggingEvent event) {
        return new String(new JsonLines().line(event), StandardCharsets.UTF_8);
    }

    private static LoggingEvent event(@Nullable Throwable thrown, String message, Object... arguments) {
        var logger = new LoggerContext().getLogger("dev.gatehouse.Thing");
        var event = new LoggingEvent("caller", logger, Level.WARN, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-11-20T14:03:07.123Z"));
        event.setMDCPropertyMap(Map.of(LineFormat.TRACE, "4bf92f"));
        return event;
    }
}
