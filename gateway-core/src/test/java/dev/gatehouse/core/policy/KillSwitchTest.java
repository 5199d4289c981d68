package dev.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillSwitchTest {
    @ParameterizedTest
    @CsvSource({
        "agent, release-bot",
        "bundle, engineers",
        "upstream, files",
        "tool, engineering/files_read_file",
        "tool, upstream:files/read_file",
        "tool, engineering/a/b"
    })
    void what_a_switch_is_called_names_it_again(String kind, String name) {
        KillSwitch named = KillSwitch.of(kind, name).orElseThrow();

        assertThat(named.text()).isEqualTo(kind + " " + name);
        assertThat(KillSwitch.of(named.kind(), named.name())).contains(named);
    }

    @ParameterizedTest
    @CsvSource({
        "agent, ''",
        "agent, Release Bot",
        "agent, ../x",
        "bundle, a/b",
        "person, alice",
        "'', x",
        "tool, read_file",
        "tool, engineering/",
        "tool, /read_file",
        "tool, upstream:/read_file",
        "tool, upstream:files",
        "tool, other:files/read_file"
    })
    void what_can_be_no_name_is_no_switch(String kind, String name) {
        assertThat(KillSwitch.of(kind, name)).isEmpty();
    }

    @Test
    void a_tool_name_is_bounded_and_has_no_control_characters() {
        assertThat(KillSwitch.of("tool", "s/" + "x".repeat(KillSwitch.TOOL_CHARS_MAX)))
                .isPresent();
        assertThat(KillSwitch.of("tool", "s/" + "x".repeat(KillSwitch.TOOL_CHARS_MAX + 1)))
                .isEmpty();
        assertThat(KillSwitch.of("tool", "s/a\nb")).isEmpty();
    }
}
