package dev.gatehouse.transport.client.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.wire.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final long BUDGET_BYTES = 32 << 20;

    private final ByteBudget budget = new ByteBudget(BUDGET_BYTES);

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
        assertThat(reader(bytes).next()).hasSize(LineReader.LINE_MAX_BYTES);
        bytes[LineReader.LINE_MAX_BYTES] = 'x';
        assertThatThrownBy(() -> reader(bytes).next()).isInstanceOf(LineReader.LineRefusedException.class);
    }

    @Test
    void what_a_line_takes_beyond_the_buffer_is_paid_for_while_it_is_read() throws Exception {
        byte[] bytes = new byte[300_000];
        bytes[200_000] = '\n';
        LineReader reader = reader(bytes);
        assertThat(reader.next()).hasSize(200_000);
        assertThat(budget.free()).as("the line was handed over").isEqualTo(BUDGET_BYTES);
        assertThat(reader.next()).isNull();
        assertThat(budget.free()).as("half a line is held").isLessThan(BUDGET_BYTES - 90_000);
        reader.release();
        assertThat(budget.free()).isEqualTo(BUDGET_BYTES);
    }

    @Test
    void a_line_that_cannot_be_paid_for_is_refused() throws Exception {
        assertThat(budget.tryReserve(BUDGET_BYTES - 100_000)).isTrue();
        byte[] bytes = new byte[300_000];
        bytes[200_000] = '\n';
        LineReader reader = reader(bytes);
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(
                        LineReader.LineRefusedException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Cause.OVERLOADED));
        reader.release();
        assertThat(budget.free()).isEqualTo(100_000);
    }

    private LineReader reader(byte[] bytes) {
        return new LineReader(new ByteArrayInputStream(bytes), budget);
    }

    private List<String> lines(InputStream in) throws Exception {
        LineReader reader = new LineReader(in, budget);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
