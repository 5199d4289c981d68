package dev.gatehouse.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.fuzz.Inputs;
import dev.gatehouse.transport.wire.HeaderText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is written into a header by one face is what the other reads out of it; and nothing that is read throws. */
class HeaderFuzzTest {
    private static final int INPUTS = 150_000;
    private static final String[] TOKENS = {
        "=?base64?", "?=", "=?BASE64?", "==", "\\x0d\\x0a", "\\x00", "\\xff", " ", "\\x09"
    };

    @Test
    void what_is_encoded_decodes_to_itself() {
        Inputs.of("headers", TOKENS).each(INPUTS, input -> {
            String value = new String(input, StandardCharsets.UTF_8);
            String encoded = HeaderValues.encode(value);
            assertThat(encoded.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
            assertThat(HeaderText.decoded(encoded)).contains(value);
        });
    }

    @Test
    void whatever_stands_in_a_header_is_text_or_nothing() {
        int[] read = new int[2];
        Inputs.of("headers", TOKENS).each(INPUTS, input -> {
            String value = new String(input, StandardCharsets.ISO_8859_1);
            read[HeaderText.decoded(value).isPresent() ? 0 : 1]++;
        });
        assertThat(read[0]).isPositive();
        assertThat(read[1]).isPositive();
    }
}
