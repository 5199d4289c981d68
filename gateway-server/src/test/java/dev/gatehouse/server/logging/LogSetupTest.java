package dev.gatehouse.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(180)
class LogSetupTest {
    /** What the tests below run in a JVM of its own, for standard error can be taken over only once. */
    static final class Speaker {
        public static void main(String[] arguments) {
            Logger ours = LoggerFactory.getLogger("dev.gatehouse.Speaker");
            MDC.put("trace", "4bf92f3577b34da6");
            ours.debug("whisper");
            ours.info("hello \u001b[31m");
            LoggerFactory.getLogger("org.flywaydb.core").info("chatter");
            java.util.logging.Logger.getLogger("org.postgresql").log(Level.WARNING, "from {0}", "the driver");
            Logs.close();
        }
    }

    @Test
    void writesJsonWithTheTraceWhereNoTerminalIsAndKeepsLibrariesQuiet() throws Exception {
        List<String> lines = speak(Map.of());
        assertThat(lines).hasSize(2);
        Json hello = Json.read(lines.getFirst());
        assertThat(hello.text("message")).contains("hello \\u{1b}[31m");
        assertThat(hello.text("trace")).contains("4bf92f3577b34da6");
        assertThat(Json.read(lines.getLast()).text("message")).contains("from the driver");
    }

    @Test
    void writesTextOnATerminal() throws Exception {
        assertThat(speak(Map.of(), "-Dgatehouse.terminal=true").getFirst())
                .endsWith("INFO  [4bf92f3577b34da6] Speaker: hello \\u{1b}[31m");
    }

    @Test
    void takesLevelsFromTheEnvironment() throws Exception {
        List<String> lines = speak(Map.of("GATEHOUSE_LOG", "debug, org.flywaydb=info", "GATEHOUSE_LOG_FORMAT", "text"));
        assertThat(String.join("\n", lines)).contains("whisper").contains("chatter");
    }

    @Test
    void tellsOfALevelItDoesNotKnowAndGoesOn() throws Exception {
        List<String> lines = speak(Map.of("GATEHOUSE_LOG", "louder", "GATEHOUSE_LOG_FORMAT", "text"));
        assertThat(lines.getFirst()).contains("GATEHOUSE_LOG: unknown level in \"louder\"");
        assertThat(String.join("\n", lines)).contains("hello");
    }

    @Test
    void isTheConfigurationOfEveryTestToo() {
        assertThat(((LoggerContext) LoggerFactory.getILoggerFactory())
                        .getLogger(Logger.ROOT_LOGGER_NAME)
                        .getAppender(DroppingAppender.NAME))
                .isNotNull();
        assertThat(Logs.droppedLines()).isNotNegative();
    }

    private static List<String> speak(Map<String, String> environment, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Speaker.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEHOUSE_") || name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var errors = process.errorReader(StandardCharsets.UTF_8)) {
            return errors.readAllLines();
        } finally {
            process.waitFor();
        }
    }
}
