package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDiffTest {
    private static final String FILE = """
            masterKey: ${env:GATEHOUSE_MASTER_KEY}
            upstreams:
              github: { url: "https://a.example.com/mcp", headers: { Authorization: "Bearer ${env:GITHUB_TOKEN}" } }
            virtualServers:
              one: { upstreams: { github: {} } }
            policies:
              calm: [ { tools: ["a_*"], deny: "No." } ]
            bundles:
              sales: { virtualServers: [one], policies: [calm] }
              support: { virtualServers: [one] }
            """;

    private static final String TOKEN = "github-token-value";

    @TempDir
    Path folder;

    @Test
    void the_same_file_twice_differs_nowhere() throws Exception {
        assertThat(paths(FILE)).isEmpty();
    }

    @Test
    void what_changed_is_named_by_its_path_and_not_by_what_it_says() throws Exception {
        assertThat(paths(FILE.replace("a_*", "b_*")))
                .singleElement()
                .satisfies(path -> assertThat(path).startsWith("policies.calm").doesNotContain("b_"));
    }

    @Test
    void what_came_and_what_went_is_named() throws Exception {
        assertThat(paths(FILE.replace("  support:", "  service:")))
                .containsExactly("bundles.support", "bundles.service");
    }

    /** The first bundle that grants a server governs: another order is another revision. */
    @Test
    void another_order_of_bundles_is_a_change() throws Exception {
        List<String> lines = FILE.lines().toList();
        int last = lines.size() - 1;
        String swapped = String.join("\n", lines.subList(0, last - 1)) + "\n" + lines.get(last) + "\n"
                + lines.get(last - 1) + "\n";

        assertThat(paths(swapped)).containsExactly("bundles");
    }

    @Test
    void a_secret_that_changed_is_a_path() throws Exception {
        GatehouseConfig before = load(FILE, TOKEN);
        GatehouseConfig after = load(FILE, "other-token-value");

        assertThat(ConfigDiff.paths(before, after)).containsExactly("upstreams.github.headers.Authorization");
    }

    @Test
    void of_many_changes_the_first_are_named_and_the_others_counted() throws Exception {
        String more = IntStream.range(0, 150)
                .mapToObj(i -> "  b" + i + ": { virtualServers: [one] }\n")
                .collect(Collectors.joining());

        assertThat(paths(FILE + more)).hasSize(ConfigDiff.PATHS_MAX + 1).last().isEqualTo("and 50 more");
    }

    private List<String> paths(String after) throws Exception {
        return ConfigDiff.paths(load(FILE, TOKEN), load(after, TOKEN));
    }

    private GatehouseConfig load(String yaml, String token) throws Exception {
        Path file = folder.resolve("gatehouse.yaml");
        Files.writeString(file, yaml);
        Map<String, String> environment = new HashMap<>(TestSecrets.ENVIRONMENT);
        environment.put("GITHUB_TOKEN", token);
        Loaded loaded = ConfigFile.load(file, TestSecrets.with(environment));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }
}
