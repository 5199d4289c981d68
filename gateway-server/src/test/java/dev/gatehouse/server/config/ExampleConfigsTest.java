package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.Provisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleConfigsTest {
    private static final Path CONFIG =
            Path.of(System.getProperty("gatehouse.root", "..")).resolve("config");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(CONFIG)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_valid_and_compiles(Path example) {
        Map<String, String> environment = new HashMap<>(TestSecrets.ENVIRONMENT);
        environment.put("GATEHOUSE_PUBLIC_URL", "http://127.0.0.1:8080");
        environment.put("DB_TOOLS_TOKEN", "db-tools-token");
        environment.put("RISK_TOKEN", "one-of-the-risk-service");
        environment.put("CHAT_HOOK_URL", "https://chat.example.com/hooks/1");
        environment.put("MAIL_HOOK_SECRET", "mail-hook-secret-of-production");
        environment.put("MAIL_PASSWORD", "mail-password-of-production");
        environment.put("JAVA_HOME", "/opt/jdk-25");
        environment.put("DEPLOY_BOARD_SECRET", "one-of-production");
        environment.put("RISK_TOKEN", "risk-token-of-production");
        environment.put("OKTA_SECRET", "one-of-a-provider");
        environment.put("DEPLOY_BOARD_STAGING_SECRET", "one-of-staging");
        Loaded loaded = ConfigFile.load(example, TestSecrets.with(environment));
        assertThat(loaded).as(() -> String.valueOf(loaded)).isInstanceOfSatisfying(Loaded.Valid.class, valid -> {
            assertThat(RevisionCompiler.compile(valid.config(), Provisions.none())
                            .servers())
                    .isNotEmpty();
            assertThat(valid.files()).contains(example.toAbsolutePath().normalize());
        });
    }
}
