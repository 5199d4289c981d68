package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.transport.client.rpc.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child's complaints: some lines go to our log, escaped and without the secrets the child was given, the last one
 * is kept to explain an exit. Never read by blocking.
 */
final class StderrTail {
    static final int READ_MAX_BYTES = 64 << 10;
    static final int LINE_CHARS_MAX = 500;
    /** Kept of a raw line: more than is shown, so that no secret is cut in two before it is looked for. */
    private static final int RAW_LINE_CHARS_MAX = 8192;

    static final int LINES_PER_SECOND_MAX = 10;
    /** Shorter values are flags and numbers, and masking those would garble every line. */
    private static final int SECRET_CHARS_MIN = 8;

    private static final Logger LOG = LoggerFactory.getLogger(StderrTail.class);

    private final UpstreamId upstream;
    private final InputStream stderr;
    private final List<String> secrets;
    private final StringBuilder line = new StringBuilder();
    private long second;
    private int linesInSecond;
    private int unlogged;
    private volatile String last = "";

    StderrTail(UpstreamId upstream, InputStream stderr, Collection<String> given) {
        this.upstream = upstream;
        this.stderr = stderr;
        this.secrets = given.stream()
                .filter(value -> value.length() >= SECRET_CHARS_MIN)
                .toList();
    }

    /** Reads what is there, at most {@link #READ_MAX_BYTES}; whether there was anything. */
    synchronized boolean poll(long nowNanos) {
        try {
            int ready = Math.min(stderr.available(), READ_MAX_BYTES);
            if (ready == 0) {
                return false;
            }
            byte[] buffer = new byte[ready];
            int read = stderr.read(buffer);
            take(new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8), nowNanos / 1_000_000_000L);
            return read > 0;
        } catch (IOException e) {
            // Closed: the child is gone and so is what it had to say.
            return false;
        }
    }

    /** The last complete line, escaped; empty when there was none. */
    String last() {
        return last;
    }

    private void take(String text, long now) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                finishLine(now);
            } else if (line.length() < RAW_LINE_CHARS_MAX) {
                line.append(c);
            }
        }
    }

    private void finishLine(long now) {
        String said = Printable.of(masked(line.toString()).strip(), LINE_CHARS_MAX);
        line.setLength(0);
        if (said.isEmpty()) {
            return;
        }
        last = said;
        if (now != second) {
            second = now;
            linesInSecond = 0;
        }
        if (linesInSecond++ < LINES_PER_SECOND_MAX) {
            LOG.info("{}: {}{}", upstream, said, unlogged == 0 ? "" : " (" + unlogged + " lines before it left out)");
            unlogged = 0;
        } else {
            unlogged++;
        }
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "[secret]");
        }
        return masked;
    }
}
