package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a valid file in a thousand ways: each is told as a problem with a place, or is none; nothing is thrown. */
class MutatedConfigTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("config/engineering.yaml");
    private static final int MUTANTS = 1_000;
    private static final int[] SPICE =
            "{}[]:,&*!|>'\"%@`#?-~\t\n \\$\u0000\u202e<é😀".codePoints().toArray();

    @Test
    void no_damage_makes_the_loader_throw(@TempDir Path dir) throws IOException {
        String text = Files.readString(EXAMPLE);
        int refused = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            String mutant = mutate(text, new Random(seed));
            Path file = Files.writeString(dir.resolve("mutant.yaml"), mutant);
            if (ConfigFile.load(file, TestSecrets.fake()) instanceof Loaded.Invalid invalid) {
                refused++;
                long lines = mutant.lines().count() + 1;
                assertThat(invalid.problems())
                        .as("seed %d", seed)
                        .isNotEmpty()
                        .allMatch(problem ->
                                problem.at().line() >= 1 && problem.at().line() <= lines)
                        .allMatch(problem -> problem.at().column() >= 1);
            }
        }
        assertThat(refused).isGreaterThan(MUTANTS / 2);
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(mutant.length() - 40);
            switch (random.nextInt(4)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 -> mutant.insert(at, Character.toString(SPICE[random.nextInt(SPICE.length)]));
                case 2 -> mutant.delete(at, at + random.nextInt(40));
                default -> mutant.insert(random.nextInt(mutant.length()), mutant.substring(at, at + 40));
            }
        }
        return mutant.toString();
    }
}
