package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code bad/*.yaml} gives exactly the problems of the {@code .problems} beside it. With the system property
 * {@code gatehouse.golden=write} the expectations are written instead: read the difference before it is committed.
 */
class BadConfigTest {
    private static final Path BAD = Path.of(System.getProperty("gatehouse.root", ".."))
            .resolve("gateway-server/src/test/resources/dev/gatehouse/server/config/bad");

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_problem_is_told_with_its_place(String name) throws IOException {
        List<String> found = problems(BAD.resolve(name + ".yaml"));
        Path expected = BAD.resolve(name + ".problems");
        if ("write".equals(System.getProperty("gatehouse.golden"))) {
            Files.write(expected, found);
        }
        assertThat(found).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(expected));
        assertThat(String.join("\n", found)).doesNotContain("hunter2", TestSecrets.MASTER_KEY);
    }

    private static List<String> problems(Path file) {
        return switch (ConfigFile.load(file, TestSecrets.fake())) {
            case Loaded.Valid _ -> List.of();
            case Loaded.Invalid invalid ->
                invalid.problems().stream()
                        .map(problem -> problem.toString().replace(BAD + "/", ""))
                        .toList();
        };
    }
}
