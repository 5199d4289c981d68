package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReferenceTest {
    private static final Path ROOT = Path.of(System.getProperty("gatehouse.root", ".."));

    @Test
    void the_generated_files_in_the_repository_are_up_to_date() throws IOException {
        for (Map.Entry<String, String> file : ConfigReference.files().entrySet()) {
            String committed = Files.readString(ROOT.resolve(file.getKey()));
            assertThat(committed.equals(file.getValue()))
                    .as("%s is up to date; else run ./dev generate", file.getKey())
                    .isTrue();
        }
    }

    @Test
    void the_main_class_writes_them_below_the_given_root(@TempDir Path root) throws IOException {
        ConfigReference.main(new String[] {root.toString()});
        assertThat(ConfigReference.files())
                .isNotEmpty()
                .allSatisfy((path, content) -> assertThat(root.resolve(path)).hasContent(content));
    }

    @Test
    void the_schema_says_what_is_required_and_what_is_not_known() throws Exception {
        Json schema = Json.read(ConfigReference.files().get("config/gatehouse.schema.json"));
        assertThat(schema.member("required").orElseThrow().elements()).containsExactly(Json.of("masterKey"));
        assertThat(schema.member("additionalProperties")).contains(Json.of(false));
        Json agents = schema.member("properties").orElseThrow().member("agents").orElseThrow();
        assertThat(agents.member("additionalProperties")
                        .orElseThrow()
                        .member("required")
                        .orElseThrow()
                        .elements())
                .containsExactly(Json.of("bundle"));
    }
}
