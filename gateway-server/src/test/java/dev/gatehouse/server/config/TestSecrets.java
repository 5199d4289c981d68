package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secrets;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** An environment and files that have whatever is asked for, but for a few names. */
final class TestSecrets {
    static final String MASTER_KEY = "kD3x9QvT7mZp2LwR8sYc4NbH6jFg1AeU0oXiVtB5qWk=";

    static final Map<String, String> ENVIRONMENT = Map.of(
            "GATEHOUSE_MASTER_KEY",
            MASTER_KEY,
            "GATEHOUSE_DB_PASSWORD",
            "n0t-a-placeholder",
            "GITHUB_TOKEN",
            "github-token-value",
            "EMPTY",
            "",
            "CHANGEME",
            "changeme",
            "SHORT_KEY",
            "0123456789abcdef");

    private TestSecrets() {}

    static Secrets fake() {
        return with(ENVIRONMENT);
    }

    static Secrets with(Map<String, String> environment) {
        return new Secrets(environment, (file, _) -> {
            if (file.toString().contains("no-such") || file.endsWith(Path.of("no/such/file"))) {
                throw new FileNotFoundException("does not exist");
            }
            return (MASTER_KEY + "\n").getBytes(StandardCharsets.UTF_8);
        });
    }
}
