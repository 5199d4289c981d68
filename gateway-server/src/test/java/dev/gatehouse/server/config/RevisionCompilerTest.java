package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Publication;
import dev.gatehouse.core.revision.ResearchFacade;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.policy.Provisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionCompilerTest {
    private static final String FILE = """
            masterKey: ${env:GATEHOUSE_MASTER_KEY}
            server: { publicUrl: "https://mcp.example.com/" }
            upstreams:
              files:
                { command: cat, args: ["-u"], cwd: share, timeout: 5s, concurrency: 2,
                  env: { A_TOKEN: "${env:GITHUB_TOKEN}", LEVEL: 3 } }
              github:
                { url: "https://a.example.com/mcp", transport: legacy,
                  headers: { Authorization: "Bearer ${env:GITHUB_TOKEN}" } }
            virtualServers:
              one:
                instructions: Hello.
                upstreams:
                  github:
                    prefix: gh
                    tools: { allow: ["get_*"], deny: ["*_x"] }
                    resources: { allow: ["file:///a"] }
                    overrides: { get_y: { title: Y, description: New, readOnlyHint: true } }
                  files: {}
              two:
                names: original
                upstreams: { files: {} }
                facade: { fetch: { upstream: files, tool: read, argument: path, text: "" } }
              three: { upstreams: {} }
            agents:
              bot: { bundle: zeta, owner: alice@example.com }
            bundles:
              zeta: { virtualServers: [one], policies: [read, calm], audit: { retention: 30d, payloads: full } }
              alpha: { members: { groups: [Eng], anonymous: true }, virtualServers: [one, two] }
            policies:
              read: [ { only: ["gh_*"] } ]
              calm: [ { tools: ["gh_get_b*"], deny: "No b." } ]
            """;

    @TempDir
    Path dir;

    @Test
    void virtual_servers_get_their_urls_and_publications_in_file_order() throws IOException {
        VirtualServer one = compile(FILE).servers().get(new ServerName("one"));
        assertThat(one.audiences())
                .containsExactlyInAnyOrder(
                        "https://mcp.example.com/vmcp/one/mcp", "https://mcp.example.com/vmcp/one/sse");
        assertThat(one.instructions()).isEqualTo("Hello.");
        assertThat(one.publications()).extracting(Publication::prefix).containsExactly("gh", "files");
        assertThat(one.publications().getFirst().admits(entry(Primitive.TOOL, "get_y")))
                .isTrue();
        assertThat(one.publications().getFirst().admits(entry(Primitive.TOOL, "get_x")))
                .isFalse();
        assertThat(one.publications().getFirst().admits(entry(Primitive.TOOL, "put_y")))
                .isFalse();
    }

    @Test
    void a_list_that_is_left_out_is_the_documented_one_and_an_empty_one_is_empty() throws IOException {
        assertThat(compile(FILE).trust().registration().redirectSchemes()).containsExactly("cursor");
        assertThat(compile(FILE + "identity: { registration: { redirectSchemes: [] } }\n")
                        .trust()
                        .registration()
                        .redirectSchemes())
                .isEmpty();
    }

    @Test
    void who_narrows_the_tools_publishes_no_prompts_and_resources_unless_they_are_named() throws IOException {
        List<Publication> shares =
                compile(FILE).servers().get(new ServerName("one")).publications();
        assertThat(shares.get(0).admits(entry(Primitive.PROMPT, "p"))).isFalse();
        assertThat(shares.get(0).admits(entry(Primitive.RESOURCE, "file:///a"))).isTrue();
        assertThat(shares.get(0).admits(entry(Primitive.RESOURCE, "file:///b"))).isFalse();
        assertThat(shares.get(0).admits(entry(Primitive.TEMPLATE, "file:///a{x}")))
                .isFalse();
        for (Primitive kind : Primitive.values()) {
            assertThat(shares.get(1).admits(entry(kind, "anything"))).isTrue();
        }
    }

    @Test
    void an_override_changes_what_is_read_and_nothing_else() throws Exception {
        Publication share = compile(FILE)
                .servers()
                .get(new ServerName("one"))
                .publications()
                .getFirst();
        String said = """
                {"name":"get_y","description":"Old","annotations":{"destructiveHint":true},"inputSchema": {"x": 1.0}}""";
        String published = """
                {"name":"gh_get_y","description":"New","annotations":{"destructiveHint":true,"readOnlyHint":true},\
                "inputSchema": {"x": 1.0},"title":"Y"}""";
        Definition tool = Definition.tool("get_y", Json.read(said));
        assertThat(share.published(tool, "gh_get_y").json()).isEqualTo(Json.read(published));
        assertThat(share.published(entry(Primitive.TOOL, "other"), "o").json())
                .isEqualTo(Json.read("{\"name\":\"o\"}"));
    }

    @Test
    void a_facade_names_the_tools_behind_it_and_the_places_in_their_answers() throws IOException {
        VirtualServer two = compile(FILE).servers().get(new ServerName("two"));
        assertThat(two.facade().search()).isEmpty();
        var places = new ResearchFacade.Places(
                JsonPointer.parse("/id"), JsonPointer.parse("/title"), JsonPointer.parse("/url"));
        assertThat(two.facade().fetch())
                .contains(new ResearchFacade.Fetch(
                        new UpstreamId("files"), "read", "path", places, JsonPointer.parse("")));
    }

    private static Definition entry(Primitive kind, String name) {
        return new Definition(kind, name, Json.EMPTY_OBJECT);
    }

    @Test
    void original_names_have_no_prefix() throws IOException {
        VirtualServer two = compile(FILE).servers().get(new ServerName("two"));
        assertThat(two.publications().getFirst().publicName(entry(Primitive.TOOL, "read")))
                .isEqualTo("read");
    }

    @Test
    void upstreams_get_their_secrets_and_show_none() throws IOException {
        Map<UpstreamId, UpstreamSpec> upstreams = compile(FILE).upstreams();
        assertThat(upstreams.get(new UpstreamId("files"))).isInstanceOfSatisfying(UpstreamSpec.Stdio.class, stdio -> {
            assertThat(stdio.command()).containsExactly("cat", "-u");
            assertThat(stdio.environment())
                    .containsEntry("A_TOKEN", "github-token-value")
                    .containsEntry("LEVEL", "3");
            assertThat(stdio.workingDirectory()).isEqualTo(dir.resolve("share").toString());
            assertThat(stdio.limits()).isEqualTo(new UpstreamSpec.Limits(Duration.ofSeconds(5), 2));
        });
        assertThat(upstreams.get(new UpstreamId("github"))).isInstanceOfSatisfying(UpstreamSpec.Http.class, http -> {
            assertThat(http.headers()).containsEntry("Authorization", "Bearer github-token-value");
            assertThat(http.protocol()).isEqualTo(UpstreamSpec.Protocol.LEGACY);
        });
        assertThat(upstreams.toString()).doesNotContain("github-token-value");
    }

    @Test
    void the_configuration_shows_no_secret() throws IOException {
        assertThat(config(FILE, TestSecrets.ENVIRONMENT).toString())
                .doesNotContain("github-token-value", TestSecrets.MASTER_KEY);
    }

    @Test
    void bundles_keep_the_order_of_the_file() throws IOException {
        Revision revision = compile(FILE);
        assertThat(revision.bundles())
                .extracting(Bundle::name)
                .containsExactly(new BundleName("zeta"), new BundleName("alpha"));
        Bundle zeta = revision.bundles().getFirst();
        assertThat(zeta.audit().payloads()).isEqualTo(PayloadMode.FULL);
        assertThat(zeta.audit().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(revision.agents().get(new AgentName("bot")).owner()).contains("alice@example.com");
        assertThat(revision.governing(agent("bot"), new ServerName("one")).map(Bundle::name))
                .contains(new BundleName("zeta"));
        assertThat(revision.admitsAnonymous(new ServerName("one"))).isTrue();
        assertThat(revision.admitsAnonymous(new ServerName("three"))).isFalse();
    }

    @Test
    void policies_become_stages_in_order_and_named_after_their_place() throws IOException {
        Bundle zeta = compile(FILE).bundles().getFirst();
        assertThat(shows(zeta, "gh_get_a")).isTrue();
        assertThat(shows(zeta, "gh_get_b")).isFalse();
        assertThat(shows(zeta, "files_read")).isFalse();
    }

    @Test
    void a_policy_or_a_rule_on_trial_hides_nothing() throws IOException {
        Bundle policy = compile(FILE.replace(
                        "calm: [ { tools: [\"gh_get_b*\"], deny: \"No b.\" } ]",
                        "calm: { mode: shadow, rules: [ { tools: [\"gh_get_b*\"], deny: \"No b.\" } ] }"))
                .bundles()
                .getFirst();
        Bundle rule = compile(FILE.replace("deny: \"No b.\"", "mode: shadow, deny: \"No b.\""))
                .bundles()
                .getFirst();
        assertThat(shows(policy, "gh_get_b")).isTrue();
        assertThat(shows(rule, "gh_get_b")).isTrue();
        assertThat(shows(rule, "files_read")).isFalse();
    }

    @Test
    void the_same_content_has_the_same_id_whatever_its_layout() throws IOException {
        assertThat(compile("# a comment\n" + FILE.replace("command: cat", "command:   \"cat\""))
                        .id())
                .isEqualTo(compile(FILE).id())
                .hasSize(32);
    }

    @Test
    void a_changed_upstream_changes_its_own_digest_and_no_other() throws IOException {
        Revision before = compile(FILE);
        Revision after = compile(FILE.replace("\"-u\"", "\"-n\""));
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(digest(after, "files")).isNotEqualTo(digest(before, "files"));
        assertThat(digest(after, "github")).isEqualTo(digest(before, "github"));
    }

    @Test
    void a_rotated_secret_changes_the_digests_of_those_who_use_it() throws IOException {
        Map<String, String> rotated = new HashMap<>(TestSecrets.ENVIRONMENT);
        rotated.put("GITHUB_TOKEN", "another-token-value");
        Revision before = compile(FILE);
        Revision after = RevisionCompiler.compile(config(FILE, rotated), Provisions.none());
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(digest(after, "github")).isNotEqualTo(digest(before, "github"));
    }

    @Test
    void moving_a_value_from_one_list_to_the_next_changes_the_id() throws IOException {
        String left = FILE.replace("groups: [Eng]", "groups: [Eng, a], users: []");
        String right = FILE.replace("groups: [Eng]", "groups: [Eng], users: [a]");
        assertThat(compile(left).id()).isNotEqualTo(compile(right).id());
    }

    private static boolean shows(Bundle bundle, String tool) {
        ListFacts facts = new ListFacts(bundle.name(), new ServerName("one"), Principal.ANONYMOUS);
        Target target = new Target(Primitive.TOOL, tool, new UpstreamId("files"), tool);
        return bundle.policy().shows(facts, target, Definition.tool(tool, Json.EMPTY_OBJECT));
    }

    private static String digest(Revision revision, String upstream) {
        return revision.upstreams().get(new UpstreamId(upstream)).digest();
    }

    private static Principal agent(String name) {
        return new Principal(Principal.Kind.AGENT, "issuer", name, "client", Set.of(), Set.of(), Instant.MAX);
    }

    private Revision compile(String yaml) throws IOException {
        return RevisionCompiler.compile(config(yaml, TestSecrets.ENVIRONMENT), Provisions.none());
    }

    private GatehouseConfig config(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(dir.resolve("gatehouse.yaml"), yaml);
        return switch (ConfigFile.load(file, TestSecrets.with(environment))) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid -> throw new AssertionError(String.join("\n", invalid.lines()));
        };
    }
}
