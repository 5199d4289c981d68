package dev.gatehouse.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormAndPathTest {
    @Test
    void a_form_is_decoded_once() {
        Form form = Form.parse("a=1&b=x%2By+z&empty=&flag");
        assertThat(form.value("a")).contains("1");
        assertThat(form.value("b")).contains("x+y z");
        assertThat(form.value("empty")).isEmpty();
        assertThat(form.value("flag")).isEmpty();
        assertThat(form.value("absent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=%zz", "a=%", "a&a"})
    void a_broken_form_is_an_error(String text) {
        assertThatThrownBy(() -> Form.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void too_many_parameters_are_an_error() {
        StringBuilder text = new StringBuilder("p=0");
        for (int i = 0; i < Form.PARAMETERS_MAX; i++) {
            text.append("&p").append(i).append("=1");
        }
        assertThatThrownBy(() -> Form.parse(text.toString())).hasMessageContaining("64");
    }

    @Test
    void a_variable_is_one_segment_and_never_empty() {
        PathPattern pattern = PathPattern.of("/vmcp/{server}/mcp");
        assertThat(pattern.match("/vmcp/a/mcp")).contains(Map.of("server", "a"));
        assertThat(pattern.match("/vmcp/a%2Fb/mcp")).contains(Map.of("server", "a%2Fb"));
        for (String other : new String[] {"/vmcp//mcp", "/vmcp/a/b/mcp", "/vmcp/a/mcp/", "/vmcp/a", "*", ""}) {
            assertThat(pattern.match(other)).as(other).isEmpty();
        }
    }
}
