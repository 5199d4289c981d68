package dev.gatehouse.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectPagesTest {
    private static final Path ROOT = Path.of(System.getProperty("gatehouse.root", ".."));
    private static final ConnectTarget TARGET = new ConnectTarget("https://gw.example.org:8443", "my-tools");

    @Test
    void thePagesInTheRepositoryAreUpToDate() throws IOException {
        for (Map.Entry<String, String> file : ConnectPages.files().entrySet()) {
            assertThat(ROOT.resolve(file.getKey()))
                    .as("else run ./dev generate")
                    .hasContent(file.getValue());
        }
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/connect"))) {
            assertThat(pages)
                    .as("no page is left over")
                    .hasSize(ConnectPages.files().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTextIsFilledInAndHasSomethingToPaste(ConnectClient client) throws Exception {
        Instructions instructions = Instructions.of(client, TARGET);
        assertThat(instructions.text())
                .contains("https://gw.example.org:8443/vmcp/my-tools/mcp", "## Settings", "## What was tried")
                .doesNotContain("{{", "}}\n", "mcp.example.com");
        for (Instructions.Block block : instructions.blocks()) {
            assertThat(block.text()).endsWith("\n");
            if (block.language().equals("json")) {
                assertThat(Json.read(block.text()).members()).isNotEmpty();
            }
        }
    }

    @Test
    void aBlockSaysWhichFileItBelongsInto() {
        List<Instructions.Block> blocks =
                Instructions.of(ConnectClient.CURSOR, TARGET).blocks();
        assertThat(blocks).hasSize(1);
        assertThat(blocks.getFirst().file()).isEqualTo("~/.cursor/mcp.json");
        assertThat(blocks.getFirst().text()).contains("\"url\": \"https://gw.example.org:8443/vmcp/my-tools/mcp\"");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, will not reach",
        "https://127.0.0.1:8443, will not reach",
        "https://localhost, will not reach",
        "https://[::1]:8443, will not reach",
        "https://10.1.2.3, will not reach",
        "https://[fd00::7], will not reach",
        "https://gateway, will not reach",
        "https://mcp.corp.internal, will not reach",
        "https://mcp.example.com, ''",
        "https://203.0.113.9:8443, ''"
    })
    void whoCallsFromACloudIsWarnedOfAnAddressThatIsNotPublic(String origin, String warning) {
        String said =
                new ConnectTarget(origin, "x").warning(ConnectClient.CHATGPT).orElse("");
        if (warning.isEmpty()) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).contains(warning, "publicUrl");
        }
    }

    @Test
    void whoCallsFromAComputerIsWarnedOfLoopbackOnly() {
        assertThat(new ConnectTarget("http://localhost:8080", "x").warning(ConnectClient.CURSOR))
                .hasValueSatisfying(text -> assertThat(text).contains("own computer"));
        assertThat(new ConnectTarget("https://gateway", "x").warning(ConnectClient.CURSOR))
                .isEmpty();
    }
}
