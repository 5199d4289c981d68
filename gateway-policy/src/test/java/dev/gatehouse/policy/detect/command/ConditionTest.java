package dev.gatehouse.policy.detect.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1=1",
                "true",
                "2 > 1",
                "1 <> 0",
                "'a' = 'a'",
                "'a' <> 'b'",
                "(1 = 1)",
                "((true))",
                "id = id",
                "id = 3 or 1 = 1",
                "1 = 1 and 2 = 2",
                "id is null or id is not null",
                "name like '%'",
                "1 in (1)",
                "5 between 1 and 10",
                "not (1 = 2)"
            })
    void what_depends_on_no_row_holds_always(String condition) {
        assertThat(Condition.alwaysHolds(SqlTokens.read(condition).words())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 3",
                "1 = 2",
                "2 < 1",
                "'a' = 'b'",
                "id = 3 and 1 = 1",
                "(id = 3) or (id = 4)",
                "name like 'a%'",
                "id in (1)",
                "deleted_at is not null",
                "9 between 1 and 5",
                "not (1 = 1)",
                "active"
            })
    void what_asks_about_a_row_does_not(String condition) {
        assertThat(Condition.alwaysHolds(SqlTokens.read(condition).words())).isFalse();
    }
}
