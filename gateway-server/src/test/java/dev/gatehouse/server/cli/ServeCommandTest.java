package dev.gatehouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line that containers use is read by hand, and means the same as when the library reads it. */
class ServeCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--config", "-c"})
    void the_usual_line_is_read_by_hand(String option) {
        assertThat(ServeCommand.asUsual("serve", option, "gatehouse.yaml")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "serve --config",
                "serve --help",
                "serve --config --help",
                "serve --config @file",
                "serve --config=gatehouse.yaml",
                "serve --output json",
                "check --config gatehouse.yaml",
                "serve --config gatehouse.yaml --output json",
                "serve --config gatehouse.yaml gatehouse.yaml"
            })
    void everything_else_is_the_librarys(String line) {
        assertThat(ServeCommand.asUsual(line.split(" ", -1))).isEmpty();
    }

    @Test
    void both_ways_refuse_the_same_file_alike() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "nonsense: 1\n");
        Ran byHand = Ran.line("serve", "--config", wrong.toString());
        Ran byLibrary = Ran.line("serve", "--config=" + wrong);
        assertThat(byHand.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(byHand.err()).contains("nonsense").isEqualTo(byLibrary.err());
        assertThat(byLibrary.exitCode()).isEqualTo(byHand.exitCode());
    }
}
