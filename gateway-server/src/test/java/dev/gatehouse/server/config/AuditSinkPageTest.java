package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Every sink that the page about them shows is one that a gateway would load. */
class AuditSinkPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("docs/audit-sinks.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    static List<String> blocks() throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(3);
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void every_example_of_the_page_is_valid(String block) throws IOException {
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), "masterKey: ${env:KEY}\n" + block);
        Loaded loaded = ConfigFile.load(
                file,
                TestSecrets.with(Map.of(
                        "KEY", TestSecrets.MASTER_KEY,
                        "SIEM_SECRET", "one-of-the-siem",
                        "ALERTS_TOKEN", "one-of-the-alerts",
                        "SPLUNK_TOKEN", "11111111-2222-3333-4444-555555555555")));
        assertThat(loaded)
                .as(() -> String.valueOf(loaded))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class,
                        valid -> assertThat(valid.config().audit().sinks()).hasSize(1));
    }
}
