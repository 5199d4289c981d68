package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sink that the page about them shows is one that a gateway would load, and so is a bucket for anchors. */
class AuditSinkPageTest {
    private static final Path DOCS =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("docs");
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    static List<String> blocks() throws IOException {
        List<String> blocks = blocks("audit-sinks.md");
        assertThat(blocks).hasSizeGreaterThan(6);
        return blocks;
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void every_example_of_the_page_is_valid(String block) throws IOException {
        assertThat(valid(block).audit().sinks()).hasSize(1);
    }

    @Test
    void the_bucket_for_anchors_is_valid() throws IOException {
        List<String> examples = blocks("audit.md").stream()
                .filter(block -> block.contains("anchors:"))
                .toList();
        assertThat(examples).hasSize(1);
        assertThat(valid(examples.getFirst()).audit().anchors())
                .singleElement()
                .satisfies(anchor -> assertThat(anchor.s3()).isPresent());
    }

    private GatehouseConfig valid(String block) throws IOException {
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), "masterKey: ${env:KEY}\n" + block);
        Loaded loaded = ConfigFile.load(
                file,
                TestSecrets.with(Map.ofEntries(
                        Map.entry("KEY", TestSecrets.MASTER_KEY),
                        Map.entry("SIEM_SECRET", "one-of-the-siem"),
                        Map.entry("ALERTS_TOKEN", "one-of-the-alerts"),
                        Map.entry("SPLUNK_TOKEN", "11111111-2222-3333-4444-555555555555"),
                        Map.entry("AWS_ACCESS_KEY_ID", "one-of-the-lake"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "other-half-of-the-lake"),
                        Map.entry("MINIO_ACCESS_KEY", "one-of-the-store"),
                        Map.entry("MINIO_SECRET_KEY", "other-half-of-the-store"),
                        Map.entry("ANCHOR_ACCESS_KEY", "one-of-the-anchor"),
                        Map.entry("ANCHOR_SECRET_KEY", "other-half-of-the-anchor"),
                        Map.entry("SENTINEL_SECRET", "one-of-sentinel"))));
        assertThat(loaded).as(() -> String.valueOf(loaded)).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }
}
