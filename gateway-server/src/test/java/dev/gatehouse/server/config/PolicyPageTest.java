package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.Provisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that the page about policies shows is one that a gateway would load. */
class PolicyPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("docs/policies.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    static List<String> blocks() throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void every_example_of_the_page_is_valid_and_compiles(String block) throws IOException {
        String policies = block.startsWith("policies:") ? block : "policies:\n  next-month:\n" + block.indent(4);
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), """
                masterKey: ${env:KEY}
                server: { publicUrl: "https://mcp.example.com/" }
                upstreams: { crm: { url: "https://crm.example.com/mcp" } }
                virtualServers: { office: { names: original, upstreams: { crm: {} } } }
                bundles: { all: { virtualServers: [office], policies: [next-month], members: { groups: [Eng] } } }
                """ + policies);
        Loaded loaded = ConfigFile.load(file, TestSecrets.with(Map.of("KEY", TestSecrets.MASTER_KEY)));
        assertThat(loaded)
                .as(() -> String.valueOf(loaded))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class,
                        valid -> assertThat(RevisionCompiler.compile(valid.config(), Provisions.none())
                                        .bundles())
                                .isNotEmpty());
    }
}
