package dev.gatehouse.transport.client.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void lines_come_whole_however_the_bytes_are_split() throws Exception {
        byte[] bytes = "first\nsecond\r\n\nlast without end".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            InputStream in = new SequenceInputStream(Collections.enumeration(List.of(
                    new ByteArrayInputStream(bytes, 0, cut),
                    new ByteArrayInputStream(bytes, cut, bytes.length - cut))));
            assertThat(lines(in)).as("cut at " + cut).containsExactly("first", "second", "");
        }
    }

    @Test
    void a_line_of_the_limit_passes_and_one_byte_more_does_not() throws Exception {
        byte[] bytes = new byte[LineReader.LINE_MAX_BYTES + 1];
        bytes[LineReader.LINE_MAX_BYTES] = '\n';
        assertThat(new LineReader(new ByteArrayInputStream(bytes)).next()).hasSize(LineReader.LINE_MAX_BYTES);
        bytes[LineReader.LINE_MAX_BYTES] = 'x';
        assertThatThrownBy(() -> new LineReader(new ByteArrayInputStream(bytes)).next())
                .isInstanceOf(LineReader.LineTooLongException.class);
    }

    private static List<String> lines(InputStream in) throws Exception {
        LineReader reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
