package dev.gatehouse.server.config;

import dev.gatehouse.server.config.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What became of a file. */
public sealed interface Loaded {

    /** @param files every file the configuration depends on, itself included: when one changes, read it again */
    record Valid(GatehouseConfig config, Set<Path> files) implements Loaded {
        public Valid {
            files = Set.copyOf(files);
        }
    }

    /** @param problems at least one, in the order of the file */
    record Invalid(Path file, List<Problem> problems) implements Loaded {
        public Invalid {
            problems = List.copyOf(problems);
        }

        /** {@code gatehouse.yaml:12:5: …}, one per problem. */
        public List<String> lines() {
            return problems.stream().map(problem -> file + ":" + problem).toList();
        }
    }
}
