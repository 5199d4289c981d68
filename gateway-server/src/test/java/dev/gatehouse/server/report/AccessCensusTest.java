package dev.gatehouse.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ThrownSwitches;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.explain.CatalogRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what, written down: people of groups, what stops everybody, and a large company. */
class AccessCensusTest {
    private static final Assignment AUDITOR = new Assignment(Role.AUDITOR, Optional.empty());
    private static final String CATALOG = """
            { "upstreams": [ { "name": "files", "seen": true, "tools": ["read", "write"], "prompts": [] } ] }
            """;

    @TempDir
    private Path folder;

    private GatehouseConfig config;
    private Revision revision;

    @BeforeEach
    void configure() throws IOException {
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), """
                masterKey: ${env:KEY}
                server: { publicUrl: "https://mcp.example.com/" }
                identity: { providers: { corp: { issuer: "https://login.example.com", clientId: c, clientSecret: "${env:KEY}" } } }
                upstreams:
                  files: { command: cat }
                virtualServers:
                  one: { upstreams: { files: {} } }
                bundles:
                  dev: { virtualServers: [one], members: { groups: [corp/dev], users: [corp/zoe] }, audit: { retention: 90d } }
                  ops: { virtualServers: [one], members: { groups: [corp/ops] }, policies: [p] }
                policies:
                  p: [ { tools: [files_write], deny: No. } ]
                """);
        Secrets secrets =
                new Secrets(Map.of("KEY", "kD3x9QvT7mZp2LwR8sYc4NbH6jFg1AeU0oXiVtB5qWk="), (_, _) -> new byte[0]);
        Loaded loaded = ConfigFile.load(file, secrets);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        config = ((Loaded.Valid) loaded).config();
        revision = RevisionCompiler.compile(config, Provisions.none());
    }

    private static Person person(String name, boolean active, String... groups) {
        return new Person(
                new PersonId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                "corp",
                name,
                Optional.empty(),
                Optional.of(name + "@example.com"),
                active,
                Set.of(groups));
    }

    private Json body(List<Person> people, KillSwitches switches) throws Exception {
        Callers callers = new Callers(
                people,
                List.of(),
                person -> person.userName().equals("ann") ? Set.of(AUDITOR) : Set.of(),
                _ -> Set.of(AUDITOR),
                switches);
        return new AccessCensus(config, revision, CatalogRoute.read(Json.read(CATALOG)), callers).body();
    }

    private static List<String> texts(Json body, String list, String member) {
        return body.member(list).orElseThrow().elements().stream()
                .map(one -> one.member(member).orElseThrow().toString())
                .toList();
    }

    private static List<String> accesses(Json body) {
        return body.member("access").orElseThrow().elements().stream()
                .flatMap(part -> part.member("entries").orElseThrow().elements().stream()
                        .map(entry -> part.text("bundle").orElseThrow() + " "
                                + entry.text("name").orElseThrow() + " "
                                + entry.text("access").orElseThrow()))
                .toList();
    }

    @Test
    void people_stand_with_the_bundles_they_belong_to_and_through_which_groups() throws Exception {
        Json body = body(
                List.of(
                        person("ann", true, "corp/dev", "corp/ops", "corp/other"),
                        person("bob", false, "corp/ops"),
                        person("out", true, "corp/other"),
                        person("zoe", true)),
                KillSwitches.NONE);
        assertThat(body.member("groups").orElseThrow().toString()).isEqualTo("[\"corp/dev\",\"corp/ops\"]");
        assertThat(texts(body, "people", "name")).containsExactly("\"corp/ann\"", "\"corp/bob\"", "\"corp/zoe\"");
        assertThat(texts(body, "people", "bundles")).containsExactly("[\"dev\",\"ops\"]", "[\"ops\"]", "[\"dev\"]");
        assertThat(texts(body, "people", "groups")).containsExactly("[0,1]", "[1]", "[]");
        assertThat(texts(body, "people", "active")).containsExactly("true", "false", "true");
        assertThat(texts(body, "roles", "role")).containsExactly("\"auditor\"");
        assertThat(texts(body, "keeps", "days")).containsExactly("400", "90", "400");
        assertThat(body.toString()).doesNotContain("@example.com", "corp/out");
    }

    @Test
    void what_is_denied_or_switched_off_is_no_access() throws Exception {
        assertThat(accesses(body(List.of(), KillSwitches.NONE)))
                .containsExactly(
                        "dev files_read yes", "dev files_write yes", "ops files_read yes", "ops files_write no");
        ThrownSwitches thrown = new ThrownSwitches(
                1,
                Set.of(
                        new KillSwitch.OfBundle(new BundleName("ops")),
                        new KillSwitch.OfUpstreamTool(new UpstreamId("files"), "write")),
                _ -> Optional.empty());
        Json off = body(List.of(), thrown);
        assertThat(accesses(off))
                .containsExactly("dev files_read yes", "dev files_write no", "ops files_read no", "ops files_write no");
        assertThat(texts(off, "switches", "name")).containsExactly("\"ops\"", "\"upstream:files/write\"");
    }

    @Test
    void a_large_company_is_not_multiplied_and_the_same_state_is_the_same_bytes() throws Exception {
        List<Person> people = IntStream.range(0, 50_000)
                .mapToObj(i -> person("person-" + (100_000 + i), true, "corp/dev", "corp/ops"))
                .toList();
        Json body = body(people, KillSwitches.NONE);
        assertThat(body.length()).isLessThan(6_000_000);
        assertThat(body(people, KillSwitches.NONE)).isEqualTo(body);
    }
}
