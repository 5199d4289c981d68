package dev.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "get_*, get_issue, true",
        "get_*, get_, true",
        "get_*, forget_it, false",
        "*_secret*, read_secrets, true",
        "*_secret*, secret, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*a*b*c, xaybzc, true",
        "*a*b*c, xaybz, false",
        "get.*, getx, false",
        "[ab], a, false"
    })
    void matches_as_people_expect(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void a_hostile_pattern_ends() {
        String pattern = "*a".repeat(100) + "b";
        assertThat(new Glob(pattern).matches("a".repeat(5_000))).isFalse();
    }

    @Test
    void the_empty_pattern_and_the_endless_one_are_refused() {
        assertThatThrownBy(() -> new Glob("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Glob("x".repeat(257))).hasMessageContaining("257");
    }
}
