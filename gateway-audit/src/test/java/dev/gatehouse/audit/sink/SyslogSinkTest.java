package dev.gatehouse.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.sink.Sink.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** RFC 5424 in frames of RFC 5425, as a strict reader takes them apart. */
class SyslogSinkTest {
    /** The grammar of RFC 5424 §6, with one element and any message. */
    private static final Pattern MESSAGE = Pattern.compile(
            "<([0-9]{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128})"
                    + " ([!-~]{1,32}) \\[([!-~&&[^=\\]\" ]]{1,32})((?: [!-~&&[^=\\]\" ]]{1,32}=\"(?:\\\\[\"\\\\\\]]|[^\"\\\\\\]])*\")+)\\]"
                    + " (.*)",
            Pattern.DOTALL);

    private final List<byte[]> sent = new ArrayList<>();

    /** Splits by the counts, which must come out even. */
    private static List<String> frames(byte[] bytes) {
        List<String> frames = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int blank = at;
            while (bytes[blank] != ' ') {
                blank++;
            }
            int length = Integer.parseInt(new String(bytes, at, blank - at, US_ASCII));
            frames.add(new String(Arrays.copyOfRange(bytes, blank + 1, blank + 1 + length), UTF_8));
            at = blank + 1 + length;
        }
        assertThat(at).isEqualTo(bytes.length);
        return frames;
    }

    @Test
    void every_record_is_one_message_of_counted_octets() {
        SyslogSink sink = new SyslogSink(sent::add, 13);
        assertThat(sink.take(Samples.records(3))).isEqualTo(new Answer.Taken());
        List<String> frames = frames(sent.getFirst());
        assertThat(frames).hasSize(3);
        Matcher message = MESSAGE.matcher(frames.get(1));
        assertThat(message.matches()).as(frames.get(1)).isTrue();
        assertThat(message.group(1)).as("facility 13, warning").isEqualTo("108");
        assertThat(message.group(2)).isEqualTo("2026-11-20T12:00:00.123456Z");
        assertThat(message.group(3)).isEqualTo("0a1b");
        assertThat(message.group(4)).isEqualTo("gatehouse");
        assertThat(message.group(6)).isEqualTo("CALL_REFUSED");
        assertThat(message.group(8)).isEqualTo(" id=\"0a1b/7/2\" epoch=\"7\" seq=\"2\"");
        assertThat(Samples.json(message.group(9)).text("id")).contains("0a1b/7/2");
        assertThat(message.group(9)).doesNotContain("\n");
    }

    @Test
    void nothing_in_a_name_ends_a_field_or_the_element() {
        SyslogSink sink = new SyslogSink(sent::add, 0);
        sink.take(List.of(Samples.record("a b\n\u00fc]\"\\", 1)));
        Matcher message = MESSAGE.matcher(frames(sent.getFirst()).getFirst());
        assertThat(message.matches()).isTrue();
        assertThat(message.group(1)).isEqualTo("4");
        assertThat(message.group(3)).isEqualTo("ab]\"\\");
        assertThat(message.group(8)).contains("id=\"a b\n\u00fc\\]\\\"\\\\/7/1\"");
    }

    @Test
    void a_line_that_breaks_leaves_the_batch_to_be_sent_again() {
        SyslogSink sink = new SyslogSink(
                _ -> {
                    throw new IOException("reset");
                },
                13);
        assertThat(sink.take(Samples.records(1))).isEqualTo(Answer.Later.because("reset"));
    }
}
