package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a PostgreSQL program says: all of it to the log, the last lines for a failure's message. */
final class ProgramOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramOutput.class);
    private static final int LINE_CHARS_MAX = 1_000;
    private static final int TAIL_LINES_MAX = 8;

    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread reader;

    ProgramOutput(Process program) {
        reader = Thread.ofVirtual().name("postgres-output").start(() -> readAll(program));
    }

    /** The last lines of a program that has ended, oldest first. */
    String tail() throws InterruptedException {
        reader.join();
        return recent();
    }

    /** The last lines so far. */
    synchronized String recent() {
        return tail.isEmpty() ? "it said nothing" : String.join(" / ", tail);
    }

    private void readAll(Process program) {
        try (Reader output = program.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (c == '\n') {
                    accept(line.toString());
                    line.setLength(0);
                } else if (line.length() < LINE_CHARS_MAX) {
                    line.append(Character.isISOControl(c) ? ' ' : (char) c);
                }
            }
        } catch (IOException e) {
            LOG.debug("the output of a PostgreSQL program ended early: {}", e.toString());
        }
    }

    private void accept(String line) {
        if (line.startsWith("WARNING:") || line.startsWith("FATAL:") || line.startsWith("PANIC:")) {
            LOG.warn("postgres: {}", line);
        } else {
            LOG.debug("postgres: {}", line);
        }
        if (!line.isBlank()) {
            remember(line);
        }
    }

    private synchronized void remember(String line) {
        tail.addLast(line.strip());
        if (tail.size() > TAIL_LINES_MAX) {
            tail.removeFirst();
        }
    }
}
