package dev.gatehouse.server.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownNamesTest {
    private static final String NOTHING = "{}";
    private static final String ALL = """
            { "upstreams": [
                { "name": "files", "seen": true, "tools": ["read"], "prompts": ["sum_up"] },
                { "name": "github", "seen": true, "tools": ["get_issue", "create_issue"], "prompts": [] } ] }
            """;

    @TempDir
    private Path folder;

    @Test
    void names_that_are_there_are_not_told() throws Exception {
        assertThat(told("{ tools: [gh_get_issue, \"files_*\"], prompts: [files_sum_up], deny: No. }", ALL))
                .isEmpty();
    }

    @Test
    void a_misspelt_tool_is_told_with_the_nearest() throws Exception {
        assertThat(told("{ tools: [gh_get_isue], deny: No. }", ALL))
                .containsExactly("policies.p[0]: there is no tool `gh_get_isue` (did you mean `gh_get_issue`?)");
        assertThat(told("{ only: [gh_get_isue] }", ALL)).hasSize(1);
        assertThat(told("{ prompts: [files_sum_op], deny: No. }", ALL))
                .containsExactly("policies.p[0]: there is no prompt `files_sum_op` (did you mean `files_sum_up`?)");
    }

    @Test
    void where_an_upstream_was_never_seen_nothing_is_missed() throws Exception {
        assertThat(told("{ tools: [gh_get_isue], deny: No. }", NOTHING)).isEmpty();
        assertThat(told("{ tools: [gh_get_isue], deny: No. }", ALL.replace("\"seen\": true", "\"seen\": false")))
                .isEmpty();
    }

    @Test
    void what_can_never_be_a_name_is_told_without_a_gateway() throws Exception {
        assertThat(told("{ tools: [\"ghh_*\"], deny: No. }", NOTHING))
                .containsExactly("policies.p[0]: no tool can be named `ghh_*`: names begin with `files_`, `gh_`"
                        + " (did you mean `gh_`?)");
        assertThat(told("{ tools: [\"*_issue\", \"g*\", \"f?les_read\"], deny: No. }", NOTHING))
                .isEmpty();
    }

    @Test
    void a_policy_that_is_applied_nowhere_is_about_nothing() throws Exception {
        assertThat(told("{ tools: [\"hg_*\"], deny: No. }", ALL, "[]")).isEmpty();
    }

    private List<String> told(String rule, String catalog) throws IOException, JsonSyntaxException {
        return told(rule, catalog, "[p]");
    }

    private List<String> told(String rule, String catalog, String policies) throws IOException, JsonSyntaxException {
        GatehouseConfig config = config(rule, policies);
        return new UnknownNames(
                        config,
                        RevisionCompiler.compile(config, Provisions.none()),
                        CatalogRoute.read(Json.read(catalog)))
                .told();
    }

    private GatehouseConfig config(String rule, String policies) throws IOException {
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), """
                masterKey: ${env:KEY}
                server: { publicUrl: "https://mcp.example.com/" }
                upstreams:
                  files: { command: cat }
                  github: { url: "https://a.example.com/mcp" }
                virtualServers:
                  one: { upstreams: { github: { prefix: gh }, files: {} } }
                bundles:
                  all: { virtualServers: [one], members: { groups: [Eng] }, policies: %s }
                policies:
                  p: [ %s ]
                """.formatted(policies, rule));
        Secrets secrets =
                new Secrets(Map.of("KEY", "kD3x9QvT7mZp2LwR8sYc4NbH6jFg1AeU0oXiVtB5qWk="), (_, _) -> new byte[0]);
        Loaded loaded = ConfigFile.load(file, secrets);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }
}
