package dev.gatehouse.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;
import dev.gatehouse.core.view.Views;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.explain.CatalogRoute;
import dev.gatehouse.server.report.RuleReach.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of rules without asking anybody, beside what the compiled rules do. */
class RuleReachTest {
    private static final String CATALOG = """
            { "upstreams": [
                { "name": "files", "seen": true, "tools": ["read", "write"], "prompts": ["sum_up"] },
                { "name": "github", "seen": true, "tools": ["get_issue", "create_issue"], "prompts": [] } ] }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ tools: [gh_get_issue, 'files_*'], deny: No. }",
                "{ tools: ['*'], prompts: ['*'], deny: No. }",
                "{ only: ['gh_*'] }",
                "{ only: [files_read, 'gh_get_*'] }",
                "{ prompts: [files_sum_up], deny: No. }",
                "{ resources: ['file:*'], deny: No. }",
                "{ tools: ['*'], deny: No., mode: shadow }",
                "{ detect: [pii], action: redact }"
            })
    void what_is_denied_to_all_is_what_the_compiled_rules_hide_from_everybody(String rule) throws Exception {
        GatehouseConfig config = config(rule);
        Revision revision = RevisionCompiler.compile(config, Provisions.none());
        Bundle bundle = revision.bundles().getFirst();
        ServerName server = new ServerName("one");
        ServerView view = new Views(CatalogRoute.read(Json.read(CATALOG)))
                .of(Objects.requireNonNull(revision.servers().get(server)), ClientCapabilities.ALL);
        RuleReach reach = new RuleReach(config.policies(), List.of("p"));
        ListFacts facts = new ListFacts(bundle.name(), server, Principal.ANONYMOUS);
        int seen = 0;
        for (Primitive kind : List.of(Primitive.TOOL, Primitive.PROMPT)) {
            for (String name : view.names(kind)) {
                Published entry = view.find(kind, name, Principal.ANONYMOUS).orElseThrow();
                boolean hidden = bundle.policy()
                        .hiding(facts, entry.target(), entry.upstream())
                        .isPresent();
                assertThat(reach.of(kind, name).word()).as(name).isEqualTo(hidden ? Word.NO : Word.YES);
                seen++;
            }
        }
        assertThat(seen).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ when: \"principal.kind == 'agent'\", deny: No. }",
                "{ when: \"principal.kind == 'agent'\", only: ['gh_*'] }",
                "{ requireScope: [\"execute:tools\"] }",
                "{ approve: {} }",
                "{ hours: { open: ['mon-fri 08:00-18:00'] } }",
                "{ limit: { calls: 1, per: 1s } }",
                "{ detect: [pii], action: block }",
                "{ ask: { url: 'https://opa.example.com/v1/data/a' } }"
            })
    void what_a_rule_decides_for_each_call_is_conditional(String rule) throws Exception {
        RuleReach.Said said = new RuleReach(config(rule).policies(), List.of("p")).of(Primitive.TOOL, "files_read");
        assertThat(said.word()).isEqualTo(Word.CONDITIONAL);
        assertThat(said.rules()).containsExactly("p[0]");
    }

    @Test
    void rules_are_told_in_words_that_hold_no_secret() throws Exception {
        GatehouseConfig config = config(
                "{ tools: [gh_get_issue], when: \"agent == 'x'\", deny: Not here. }, { approve: { people: 2 } }");
        List<RuleText> rules =
                RuleReach.of("p", Objects.requireNonNull(config.policies().get("p")));
        assertThat(rules.getFirst().json().toString())
                .isEqualTo("{\"id\":\"p[0]\",\"policy\":\"p\",\"mode\":\"in force\",\"about\":\"tools gh_get_issue\","
                        + "\"when\":\"agent == 'x'\",\"effect\":\"denies (Not here.)\"}");
        assertThat(rules.getLast().json().text("effect")).contains("needs 2 approval(s) by approvers of the bundle");
    }

    private GatehouseConfig config(String rules) throws IOException {
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), """
                masterKey: ${env:KEY}
                server: { publicUrl: "https://mcp.example.com/" }
                upstreams:
                  files: { command: cat }
                  github: { url: "https://a.example.com/mcp" }
                virtualServers:
                  one: { upstreams: { github: { prefix: gh }, files: {} } }
                bundles:
                  all: { virtualServers: [one], members: { groups: [Eng] }, policies: [p] }
                policies:
                  p: [ %s ]
                """.formatted(rules));
        Secrets secrets =
                new Secrets(Map.of("KEY", "kD3x9QvT7mZp2LwR8sYc4NbH6jFg1AeU0oXiVtB5qWk="), (_, _) -> new byte[0]);
        Loaded loaded = ConfigFile.load(file, secrets);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }
}
