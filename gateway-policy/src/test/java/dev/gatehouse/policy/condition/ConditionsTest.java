package dev.gatehouse.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final String ARGUMENTS = """
            {"path":"/srv/a.txt","n":60,"big":1e400,"huge":18446744073709551616,"half":0.5,"no":null,
             "list":["a","b"],"deep":{"x":[{"y":1}]},"flag":true}""";
    private static final String TOOL = """
            {"name":"delete","title":"Delete","annotations":{"idempotentHint":true}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "principal.kind == 'user'                                   | true",
                "principal.subject == 'u1' && principal.clientId == 'ide'   | true",
                "'okta/sre' in principal.groups                             | true",
                "'sre' in principal.groups                                  | false",
                "principal.groups.exists(g, g.startsWith('okta/'))          | true",
                "'execute:tools' in principal.scopes                        | true",
                "agent == ''                                                | true",
                "bundle == 'b' && server == 's' && upstream == 'gh'         | true",
                "kind == 'tool' && tool.name == 'gh_delete'                 | true",
                "tool.upstreamName == 'delete' && tool.title == 'Delete'    | true",
                "tool.annotations.destructiveHint                           | true",
                "tool.annotations.readOnlyHint                              | false",
                "tool.annotations.idempotentHint                            | true",
                "tool.annotations.openWorldHint                             | true",
                "arguments.path.startsWith('/srv/')                         | true",
                "arguments['path'].matches('^/etc/')                        | false",
                "arguments.n > 50 && arguments.n < 60.5 && arguments.n == 60.0 | true",
                "arguments.half * 2.0 == 1.0                                | true",
                "has(arguments.nothing)                                     | false",
                "has(arguments.path) && has(arguments.deep.x)               | true",
                "'path' in arguments && !('nothing' in arguments)           | true",
                "arguments.no == null                                       | true",
                "arguments.list == ['a', 'b'] && size(arguments.list) == 2  | true",
                "arguments.deep.x[0].y == 1                                 | true",
                "arguments.deep == {'x': [{'y': 1}]}                        | true",
                "arguments.deep.exists(name, name == 'x')                   | true",
                "size(arguments) == 9                                       | true",
                "arguments.flag                                             | true",
                "arguments.huge > 9223372036854775807                       | true",
                "now.getHours('Europe/Berlin') == 11                        | true",
                "now.getDayOfWeek() == 2                                    | true",
                "now > timestamp('2026-01-01T00:00:00Z')                    | true",
                "result.isError == false                                    | true",
            })
    void a_condition_reads_what_it_names(String text, boolean holds) throws JsonSyntaxException {
        assertThat(ask(text)).isEqualTo(Truth.of(holds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arguments.nothing == 1         | missing",
                "arguments.deep.nothing.x == 1  | missing",
                "arguments.list[7] == 'a'       | too short",
                "arguments.big > 1              | out of range",
                "arguments.path > 1             | another type",
                "arguments.n                    | neither",
                "1 / (arguments.n - 60) == 1    | zero",
                "arguments.path.matches(arguments.path.contains('a') ? '(' : '') | ",
            })
    void what_goes_wrong_at_run_time_is_told_without_a_value(String text, String part) throws JsonSyntaxException {
        assertThat(ask(text))
                .isInstanceOfSatisfying(
                        Truth.Undecidable.class,
                        undecidable -> assertThat(undecidable.reason())
                                .contains(part == null ? "" : part)
                                .doesNotContain("srv", "nothing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principal.grups == []                    | 1 | 10",
                "tool.annotations.destructive             | 1 | 17",
                "bundle == 1                              | 1 | 8",
                "bundle                                   | 1 | 1",
                "agent == 'a' &&                          | 1 | 42",
                "tool.name + 'x' == ''                    | 1 | 11",
                "size(principal.groups + ['x']) == 1      | 1 | 23",
                "arguments.list.map(x, x) == []           | 1 | 20",
                "[1].filter(x, true) == []                | 1 | 11",
                "unknown()                                | 1 | 8",
            })
    void a_mistake_is_found_with_its_place(String text, int line, int column) {
        assertThat(Conditions.compile(text)).isInstanceOfSatisfying(Compiled.Wrong.class, wrong -> {
            assertThat(wrong.message()).isNotBlank();
            assertThat(wrong.line()).isEqualTo(line);
            assertThat(wrong.column()).isPositive();
        });
    }

    @Test
    void the_place_counts_lines_and_columns_from_one() {
        assertThat(Conditions.compile("agent == 'a'\n  && grups == 1"))
                .isInstanceOfSatisfying(Compiled.Wrong.class, wrong -> {
                    assertThat(wrong.line()).isEqualTo(2);
                    assertThat(wrong.column()).isEqualTo(6);
                    assertThat(wrong.message()).contains("grups");
                });
    }

    @Test
    void what_is_too_long_or_too_deep_is_no_condition() {
        assertThat(Conditions.compile("true || ".repeat(1000) + "true")).isInstanceOf(Compiled.Wrong.class);
        assertThat(Conditions.compile("(".repeat(300) + "true" + ")".repeat(300)))
                .isInstanceOf(Compiled.Wrong.class);
        assertThat(Conditions.compile("[".repeat(300) + "]".repeat(300) + " == []"))
                .isInstanceOf(Compiled.Wrong.class);
    }

    @Test
    void what_cannot_be_decided_does_not_matter_where_the_rest_decides() throws JsonSyntaxException {
        assertThat(ask("arguments.nothing == 1 || true")).isEqualTo(Truth.HOLDS);
        assertThat(ask("arguments.big > 1 && false")).isEqualTo(Truth.HOLDS_NOT);
    }

    @Test
    void a_comprehension_has_a_budget() throws JsonSyntaxException {
        String nested = "[1,2,3,4,5,6,7,8,9,10,11].all(a, [1,2,3,4,5,6,7,8,9,10,11].all(b,"
                + " [1,2,3,4,5,6,7,8,9,10,11].all(c, true)))";
        assertThat(ask(nested))
                .isInstanceOfSatisfying(
                        Truth.Undecidable.class,
                        undecidable -> assertThat(undecidable.reason()).contains("too long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[arguments].exists(x, x.n == 60)", "now > timestamp(0)", "has(arguments.x)"})
    void a_condition_that_reads_arguments_or_the_time_waits_for_the_call(String text) {
        assertThat(condition(text).moment()).isEqualTo(Moment.CALL);
    }

    @Test
    void a_condition_is_asked_as_early_as_it_can_be() {
        assertThat(condition("tool.annotations.readOnlyHint && 'a' in principal.groups")
                        .moment())
                .isEqualTo(Moment.LIST);
        assertThat(condition("true").moment()).isEqualTo(Moment.LIST);
        assertThat(condition("result.isError && arguments.n == 1").moment()).isEqualTo(Moment.RESULT);
    }

    @Test
    void a_tool_that_only_reads_destroys_nothing_and_a_prompt_neither() throws JsonSyntaxException {
        Json readOnly = Json.read("{\"annotations\":{\"readOnlyHint\":true,\"destructiveHint\":\"yes\"}}");
        assertThat(ask("tool.annotations.destructiveHint", new Definition(Primitive.TOOL, "a", readOnly)))
                .isEqualTo(Truth.HOLDS_NOT);
        assertThat(ask("tool.annotations.destructiveHint", new Definition(Primitive.PROMPT, "a", Json.EMPTY_OBJECT)))
                .isEqualTo(Truth.HOLDS_NOT);
        assertThat(ask("tool.annotations.destructiveHint", Definition.tool("a", Json.EMPTY_OBJECT)))
                .isEqualTo(Truth.HOLDS);
    }

    private static Condition condition(String text) {
        return switch (Conditions.compile(text)) {
            case Compiled.Usable usable -> usable.condition();
            case Compiled.Wrong wrong -> throw new AssertionError(wrong.toString());
        };
    }

    private static Truth ask(String text) throws JsonSyntaxException {
        return ask(text, Definition.tool("delete", Json.read(TOOL)));
    }

    private static Truth ask(String text, Definition definition) throws JsonSyntaxException {
        Principal principal = new Principal(
                Principal.Kind.USER,
                "https://okta",
                "u1",
                "ide",
                Set.of("okta/sre"),
                Set.of("execute:tools"),
                Instant.MAX);
        return condition(text)
                .ask(new Circumstances(
                        principal,
                        new BundleName("b"),
                        new ServerName("s"),
                        new Target(definition.kind(), "gh_delete", new UpstreamId("gh"), "delete"),
                        definition,
                        Json.read(ARGUMENTS),
                        Instant.parse("2026-11-24T10:30:00Z"),
                        Json.read("{\"isError\":false}")));
    }
}
