package dev.gatehouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("key"), "CQgHBgUEAwIBCgsMDQ4PEGNiYWBfXl1cW1pZWFdWVVQ=");
        Files.writeString(folder.resolve("one.yaml"), file("tools"));
        Files.writeString(folder.resolve("two.yaml"), file("tools", "more-tools"));
    }

    private static String file(String... servers) {
        StringBuilder file = new StringBuilder("""
                server: { listen: 127.0.0.1:8080, publicUrl: "https://mcp.corp.example" }
                masterKey: ${file:key}
                upstreams:
                  demo: { url: "https://demo.example/mcp" }
                virtualServers:
                """);
        for (String server : servers) {
            file.append("  ").append(server).append(": { upstreams: { demo: {} } }\n");
        }
        return file.toString();
    }

    @Test
    void printsTheSettingsFilledIn() throws Exception {
        Ran ran = connect("one.yaml", "cursor");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ran.out())
                .startsWith("Cursor at https://mcp.corp.example/vmcp/tools/mcp")
                .contains("\"url\": \"https://mcp.corp.example/vmcp/tools/mcp\"")
                .doesNotContain("Warning");
    }

    @Test
    void tellsMachinesWhatBelongsWhere() throws Exception {
        Ran ran = connect("two.yaml", "vscode", "--server", "more-tools", "--output", "json");
        Json told = Json.read(ran.out());
        assertThat(told.text("mcpUrl")).contains("https://mcp.corp.example/vmcp/more-tools/mcp");
        assertThat(told.member("blocks").orElseThrow().elements())
                .extracting(block -> block.text("file").orElseThrow())
                .containsExactly("", ".vscode/mcp.json");
        assertThat(told.member("warnings").orElseThrow().elements()).isEmpty();
    }

    @Test
    void listsClientsAndServersWhenNoneIsNamed() throws Exception {
        Ran ran = connect("two.yaml");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).contains("claude-code", "responses-api", "https://mcp.corp.example/vmcp/more-tools/mcp");
    }

    @Test
    void namesTheNearestOfWhatItDoesNotKnow() throws Exception {
        assertThat(connect("one.yaml", "curser").err()).contains("did you mean `cursor`?");
        Ran ran = connect("two.yaml", "cursor", "--server", "more-tolls");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("did you mean `more-tools`?");
    }

    @Test
    void asksWhichServerWhereThereAreSeveral() throws Exception {
        Ran ran = connect("two.yaml", "claude");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("tools, more-tools");
    }

    @Test
    void refusesAConfigurationWithProblems() throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), "server: 7\n");
        Ran ran = connect("bad.yaml", "claude");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(ran.out()).isEmpty();
    }

    private Ran connect(String file, String... arguments) {
        List<String> line = new ArrayList<>(List.of("connect"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--config", folder.resolve(file).toString()));
        return Ran.line(line.toArray(String[]::new));
    }
}
