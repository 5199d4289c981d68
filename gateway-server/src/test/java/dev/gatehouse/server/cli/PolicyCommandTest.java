package dev.gatehouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse policy test} with real workers: the templates that are shipped, and everything that can be wrong. */
class PolicyCommandTest {
    private static final Path TEMPLATES = Path.of(System.getProperty("gatehouse.root", ".."), "config", "policies")
            .normalize();
    private static final int TEMPLATES_MIN = 12;
    private static final String ONE_CASE = "cases: [{ name: one, expect: { action: deny } }]";

    @TempDir
    private Path folder;

    @Test
    void every_template_passes_its_cases() throws Exception {
        Ran ran = test(TEMPLATES.toString(), "--output", "json");
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(ExitCode.OK);
        List<Json> scripts =
                Json.read(ran.out()).member("scripts").orElseThrow().elements();
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(TEMPLATES_MIN);
        assertThat(scripts)
                .allSatisfy(script -> assertThat(
                                script.member("cases").orElseThrow().elements())
                        .as("cases that allow and cases that do not, of " + script.text("script"))
                        .anyMatch(one ->
                                expected(one).equals("allow") || expected(one).equals("flag"))
                        .anyMatch(one ->
                                !expected(one).equals("allow") && !expected(one).equals("flag")));
    }

    private static String expected(Json outcome) {
        return outcome.member("expected").flatMap(it -> it.text("action")).orElse("");
    }

    @Test
    void failures_are_told_with_what_was_expected_and_where_an_error_was_thrown() throws Exception {
        script("fails", "(ctx) => {\n  const x = ctx.nothing;\n  return { action: x.y };\n}", """
                cases:
                  - { name: throws, expect: { action: deny } }
                  - { name: says so, expect: { action: error, reason: TypeError } }
                """);
        script("says", "async (ctx) => ({ action: \"deny\", reason: ctx.tool + ctx.principal.groups })", """
                cases:
                  - name: what matters of the context
                    ctx: { tool: a_tool, principal: { groups: [x/y] } }
                    expect: { action: deny, reason: a_toolx }
                """);
        Ran ran = test(folder.toString());
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.out())
                .contains("fails.js: 2 cases, 1 failed", "FAILED    throws", "expected  deny")
                .containsPattern("actual    error \"the script threw an error: TypeError: .* at 3:\\d+\"")
                .contains("expected  deny \"a_toolx\"", "actual    deny \"a_toolx/y\"")
                .endsWith("2 scripts, 3 cases, 2 failed\n");
    }

    @Test
    void scripts_and_tables_with_mistakes_are_refused_with_their_places() throws Exception {
        script("wrong", "(ctx) => {\n  return { action: \"allow\" ;\n}", ONE_CASE);
        script("loads", "async (ctx) =>\n  await import(\"data:text/javascript,1\")", ONE_CASE);
        script("table", "(ctx) => ({ action: \"deny\" })", """
                cases:
                  - { name: a, expekt: { action: deny }, ctx: { tol: x }, expect: { action: denny } }
                  - { name: a, ctx: { principal: { group: [] } }, expect: { action: deny, paths: [/a] } }
                """);
        script("empty", "(ctx) => ({ action: \"deny\" })", "cases: []");
        Files.writeString(folder.resolve("alone.js"), "(ctx) => ({ action: \"deny\" })");
        Files.writeString(folder.resolve("gone.test.yaml"), ONE_CASE);
        Ran ran = test(folder.toString());
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(ran.out())
                .contains("wrong.js:2:28: SyntaxError", "loads.js:2:9: `import` is not there")
                .contains("table.test.yaml:2:16: cases[0].expekt: unknown key `expekt` (did you mean `expect`?)")
                .contains("ctx has no `tol` (did you mean `tool`?)", "(did you mean `deny`?)")
                .contains("another case has this name", "ctx.principal has no `group`", "only `redact` has paths")
                .contains("empty.test.yaml:1:8: cases: at least one case is needed")
                .contains("alone.js: has no cases", "does not exist: " + folder.resolve("gone.js"));
    }

    @Test
    void nothing_to_test_is_a_mistake() throws Exception {
        assertThat(test(folder.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(test().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private void script(String name, String script, String table) throws IOException {
        Files.writeString(folder.resolve(name + ".js"), script);
        Files.writeString(folder.resolve(name + ".test.yaml"), table);
    }

    private static Ran test(String... arguments) {
        List<String> line = new ArrayList<>(List.of("policy", "test"));
        line.addAll(List.of(arguments));
        return Ran.line(line.toArray(String[]::new));
    }
}
