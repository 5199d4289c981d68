package dev.gatehouse.transport.client.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.fuzz.Inputs;
import dev.gatehouse.transport.wire.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** However a child's output arrives, it is the lines that stand in it. */
class LineFuzzTest {
    private static final int INPUTS = 30_000;
    private static final String[] TOKENS = {
        "\\x0a",
        "\\x0d\\x0a",
        "\\x0d",
        "\\x0a\\x0a\\x0a",
        "\\x00",
        "\\xff",
        "\\xe2\\x80\\xa8",
        "{\"jsonrpc\":\"2.0\"}",
        " "
    };

    @Test
    void lines_are_what_stands_between_line_ends() {
        Inputs inputs = Inputs.of("lines", TOKENS);
        inputs.each(INPUTS, input -> {
            LineReader reader = new LineReader(new Dripping(input, inputs.random()), new ByteBudget(1 << 20));
            List<String> lines = new ArrayList<>();
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                lines.add(new String(line, StandardCharsets.ISO_8859_1));
            }
            assertThat(lines).isEqualTo(simply(new String(input, StandardCharsets.ISO_8859_1)));
        });
    }

    private static List<String> simply(String text) {
        String[] parts = text.split("\n", -1);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < parts.length - 1; at++) {
            lines.add(parts[at].endsWith("\r") ? parts[at].substring(0, parts[at].length() - 1) : parts[at]);
        }
        return lines;
    }

    /** Gives as little as it likes. */
    private static final class Dripping extends InputStream {
        private final ByteArrayInputStream bytes;
        private final SplittableRandom random;

        Dripping(byte[] bytes, SplittableRandom random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(length, 1 + random.nextInt(16)));
        }
    }
}
