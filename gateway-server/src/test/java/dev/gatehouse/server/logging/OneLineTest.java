package dev.gatehouse.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLineTest {
    @ParameterizedTest
    @CsvSource({
        "'a\nb', a\\nb",
        "'a\r\nb', a\\u{d}\\nb",
        "'\u001b[2J', \\u{1b}[2J",
        "'\u009b2J', \\u{9b}2J",
        "'\u202eevil', \\u{202e}evil",
        "'a\u2028b', a\\u{2028}b",
        "'\u0000', \\u{0}",
        "'\ud800x', \\u{d800}x",
        "'grün 好 🙂', grün 好 🙂"
    })
    void showsWhatCouldForgeALineAsAnEscape(String text, String shown) {
        assertThat(OneLine.of(text)).isEqualTo(shown);
    }

    @Test
    void cutsLongText() {
        assertThat(OneLine.of("x".repeat(OneLine.CHARS_MAX + 5))).hasSize(OneLine.CHARS_MAX + 3);
    }
}
