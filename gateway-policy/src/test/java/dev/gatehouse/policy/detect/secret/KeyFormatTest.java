package dev.gatehouse.policy.detect.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Text;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    @Test
    void a_format_is_found_by_its_longest_text_at_a_fixed_place() {
        KeyFormat format = KeyFormat.parse("x", 90, "{A3}_{D2}_end.{A4-}_a_longer_text");
        assertThat(format.word()).isEqualTo("_end.");
        assertThat(format.wordAt()).isEqualTo(6);
    }

    @Test
    void what_stands_before_the_text_belongs_to_the_key() {
        KeyFormat format = KeyFormat.parse("x", 90, "{A3}.key.{D4}");
        Text text = Text.of("see aB3.key.1234 there", "", Side.RESULT);
        assertThat(format.end(text, 4)).isEqualTo(16);
    }

    @Test
    void a_longer_word_before_or_behind_is_something_else() {
        KeyFormat format = KeyFormat.parse("x", 90, "{A3}.key.{D4}");
        assertThat(format.end(Text.of("xaB3.key.1234", "", Side.RESULT), 1)).isEqualTo(-1);
        assertThat(format.end(Text.of("aB3.key.12345", "", Side.RESULT), 0)).isEqualTo(-1);
        assertThat(format.end(Text.of(".key.1234", "", Side.RESULT), -3)).isEqualTo(-1);
    }
}
