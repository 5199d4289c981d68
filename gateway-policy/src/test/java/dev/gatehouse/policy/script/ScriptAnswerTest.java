package dev.gatehouse.policy.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"allow\"",
                "[]",
                "{}",
                "{\"action\":null}",
                "{\"action\":\"Allow\"}",
                "{\"action\":\"permit\"}",
                "{\"action\":[\"allow\"]}",
                "{\"action\":\"allow\",\"paths\":[\"/a\"]}",
                "{\"action\":\"allow\",\"arguments\":{}}",
                "{\"action\":\"allow\",\"reason\":5}",
                "{\"action\":\"redact\"}",
                "{\"action\":\"redact\",\"paths\":[]}",
                "{\"action\":\"redact\",\"paths\":\"/a\"}",
                "{\"action\":\"redact\",\"paths\":[\"a\"]}",
                "{\"action\":\"redact\",\"paths\":[\"/a\",7]}",
                "{\"action\":\"redact\",\"paths\":[\"/a~2\"]}",
            })
    void whatever_is_no_answer_is_nonsense(String answer) {
        assertThat(answer(answer)).isInstanceOf(ScriptAnswer.Nonsense.class);
    }

    @ParameterizedTest
    @EnumSource
    void no_answer_is_nonsense_and_says_nothing_of_the_script(Fault fault) {
        assertThat(ScriptAnswer.of(new Ran.Failed(fault, "the script's own words")))
                .isEqualTo(new ScriptAnswer.Nonsense(fault.words()));
    }

    @Test
    void more_paths_than_there_may_be_are_nonsense() {
        String paths = "\"/a\"" + ",\"/a\"".repeat(ScriptAnswer.PATHS_MAX);
        assertThat(answer("{\"action\":\"redact\",\"paths\":[" + paths + "]}"))
                .isInstanceOf(ScriptAnswer.Nonsense.class);
    }

    @Test
    void what_is_an_answer_is_taken() {
        assertThat(answer("{\"action\":\"allow\"}")).isEqualTo(new ScriptAnswer.Allow());
        assertThat(answer("{\"action\":\"deny\",\"reason\":\"No.\"}"))
                .isEqualTo(new ScriptAnswer.Deny(Optional.of("No.")));
        assertThat(answer("{\"action\":\"flag\"}")).isEqualTo(new ScriptAnswer.Flag(Optional.empty()));
        assertThat(answer("{\"action\":\"requireApproval\"}"))
                .isEqualTo(new ScriptAnswer.RequireApproval(Optional.empty()));
        assertThat(answer("{\"action\":\"redact\",\"paths\":[\"/a/0\",\"\"]}"))
                .isEqualTo(new ScriptAnswer.Redact(
                        List.of(JsonPointer.parse("/a/0"), JsonPointer.parse("")), Optional.empty()));
    }

    @Test
    void a_reason_is_cut_and_loses_what_a_terminal_would_obey() {
        String long600 = "x".repeat(600);
        assertThat(answer("{\"action\":\"deny\",\"reason\":\"a\\u001b[2J\\u202eb\\n" + long600 + "\"}"))
                .isInstanceOfSatisfying(
                        ScriptAnswer.Deny.class,
                        deny -> assertThat(deny.reason())
                                .hasValueSatisfying(reason -> assertThat(reason)
                                        .startsWith("a [2J b x")
                                        .hasSize(ScriptAnswer.REASON_CHARS_MAX)));
    }

    private static ScriptAnswer answer(String json) {
        try {
            return ScriptAnswer.of(new Ran.Answered(Json.read(json)));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
