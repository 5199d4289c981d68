package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ConformancePageTest {
    @Test
    void the_page_in_the_repository_names_what_is_excused() throws IOException {
        assertThat(Files.readString(ConformancePage.FILE))
                .as("else run ./dev conformance")
                .contains(ConformancePage.exceptions());
    }

    @Test
    void what_is_excused_in_several_cells_is_told_once() throws IOException {
        assertThat(ConformancePage.exceptions())
                .containsOnlyOnce("| `input-required-result-basic-elicitation:sep-2322-elicitation-incomplete` |")
                .contains("2026-07-28/legacy-stdio, 2026-07-28/legacy-http, 2026-07-28/legacy-sse");
    }
}
