package dev.gatehouse.transport.client.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.fuzz.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against a reading of the standard that is as simple as it can be; however the bytes are split, the events are the same. */
class SseFuzzTest {
    private static final int INPUTS = 100_000;
    private static final String[] TOKENS = {
        "\\x0a",
        "\\x0d",
        "\\x0d\\x0a",
        "\\x0a\\x0a",
        "data:",
        "data: ",
        "data",
        "event: message",
        "event: other",
        "event",
        "id: 1",
        "retry: 10",
        ": comment",
        ":",
        "\\xef\\xbb\\xbf",
        "\\x00",
        "dat",
        "Data: x"
    };

    @Test
    void events_are_what_the_standard_says_however_the_bytes_are_split() {
        Inputs inputs = Inputs.of("events", TOKENS);
        int[] events = new int[1];
        inputs.each(INPUTS, input -> {
            List<String> expected = simply(new String(input, StandardCharsets.ISO_8859_1));
            assertThat(parsed(input, inputs.random())).isEqualTo(expected);
            events[0] += expected.size();
        });
        assertThat(events[0]).isGreaterThan(INPUTS / 10);
    }

    private static List<String> parsed(byte[] input, SplittableRandom random) {
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(new SseParser.Events() {
            @Override
            public void message(byte[] data) {
                events.add(new String(data, StandardCharsets.ISO_8859_1));
            }

            @Override
            public void endpoint(byte[] data) {}
        });
        int from = 0;
        while (from < input.length) {
            int to = Math.min(input.length, from + 1 + random.nextInt(12));
            assertThat(parser.feed(input, from, to)).isTrue();
            from = to;
        }
        return events;
    }

    /** HTML "Interpreting an event stream"; an event without data, and one of another kind, is none. */
    private static List<String> simply(String text) {
        String stream = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        String kind = "";
        String[] lines = stream.split("\r\n|\r|\n", -1);
        for (int at = 0; at < lines.length - 1; at++) {
            String line = lines[at];
            if (line.isEmpty()) {
                boolean isMessage = kind.isEmpty() || kind.equals("message");
                if (data.length() > 1 && isMessage) {
                    events.add(data.substring(0, data.length() - 1));
                }
                data.setLength(0);
                kind = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("data")) {
                data.append(value).append('\n');
            } else if (field.equals("event")) {
                kind = value;
            }
        }
        return events;
    }
}
