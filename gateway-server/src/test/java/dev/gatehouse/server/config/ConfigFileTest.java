package dev.gatehouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String KEY = "masterKey: ${env:GATEHOUSE_MASTER_KEY}\n";

    @TempDir
    Path dir;

    @Test
    void a_file_with_the_required_key_alone_gets_every_default() throws IOException {
        GatehouseConfig config = valid(KEY);
        assertThat(config.server().origin()).isEqualTo("http://127.0.0.1:8080");
        assertThat(config.server().admin().listen()).hasToString("127.0.0.1:9090");
        assertThat(config.dataDir()).isEqualTo(dir.resolve("data"));
        assertThat(config.database()).isEmpty();
        assertThat(config.limits().requestBody().bytes()).isEqualTo(4 * 1024 * 1024);
        assertThat(config.limits().callTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.upstreams()).isEmpty();
    }

    @Test
    void keys_with_nothing_behind_them_count_as_left_out() throws IOException {
        GatehouseConfig config = valid(KEY + "server:\nupstreams:\nagents: ~\ndatabase:\npolicies: { none: }\n");
        assertThat(config.server().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.database()).isEmpty();
        assertThat(config.policies()).containsEntry("none", new PolicyConfig(PolicyConfig.Mode.ENFORCE, List.of()));
    }

    @Test
    void a_policy_is_a_list_of_rules_or_a_group_that_has_one() throws IOException {
        GatehouseConfig config = valid(KEY + """
                policies:
                  list: [ { only: ["a"] } ]
                  trial: { mode: shadow, rules: [ { only: ["a"] } ] }
                """);
        PolicyConfig list = config.policies().get("list");
        assertThat(list.mode()).isEqualTo(PolicyConfig.Mode.ENFORCE);
        assertThat(config.policies()).containsEntry("trial", new PolicyConfig(PolicyConfig.Mode.SHADOW, list.rules()));
        assertThat(list.rules()).hasSize(1);
    }

    @Test
    void anchors_and_aliases_share_values() throws IOException {
        GatehouseConfig config =
                valid(KEY + "bundles: { a: {}, b: {} }\nagents:\n  x: &x { bundle: a, owner: o }\n  y: *x\n");
        assertThat(config.agents().get("y")).isEqualTo(config.agents().get("x"));
    }

    @Test
    void a_missing_file_is_a_problem() {
        assertThat(invalid(dir.resolve("none.yaml"))).containsExactly("1:1: cannot be read: does not exist");
    }

    @Test
    void a_directory_is_a_problem() {
        assertThat(invalid(dir)).containsExactly("1:1: cannot be read: is not a regular file");
    }

    @Test
    void a_huge_file_is_refused_unread() throws IOException {
        Path file = Files.write(dir.resolve("huge.yaml"), new byte[YamlReader.FILE_MAX_BYTES + 1]);
        assertThat(invalid(file)).containsExactly("1:1: larger than 1048576 bytes");
    }

    @Test
    void what_is_not_utf_8_is_refused() throws IOException {
        Path file = Files.write(dir.resolve("latin.yaml"), "dataDir: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(invalid(file)).containsExactly("1:1: not UTF-8 text");
    }

    @Test
    void a_deep_file_of_the_largest_size_is_refused_quickly() throws IOException {
        Path file = Files.writeString(dir.resolve("deep.yaml"), "[".repeat(YamlReader.FILE_MAX_BYTES));
        assertThat(invalid(file)).containsExactly("1:33: nested deeper than 32 levels");
    }

    @Test
    void an_open_data_directory_is_refused() throws IOException {
        Path data = Files.createDirectory(dir.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        Path file = Files.writeString(dir.resolve("gatehouse.yaml"), KEY);
        assertThat(invalid(file))
                .containsExactly("1:1: dataDir: " + data + " is open to others than its owner: chmod 700 it");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        valid(KEY);
    }

    @Test
    void secrets_come_from_real_files_without_their_final_newline() throws IOException {
        Path secret = Files.writeString(dir.resolve("key"), TestSecrets.MASTER_KEY + "\n");
        Path file = Files.writeString(dir.resolve("gatehouse.yaml"), "masterKey: ${file:key}\n");
        Loaded loaded = ConfigFile.load(file, Secrets.ofProcess());
        assertThat(loaded).isInstanceOfSatisfying(Loaded.Valid.class, valid -> {
            assertThat(valid.config().masterKey().reveal()).isEqualTo(TestSecrets.MASTER_KEY);
            assertThat(valid.files()).containsExactlyInAnyOrder(file, secret);
        });
    }

    @Test
    void secret_files_that_are_too_large_or_writable_by_all_are_refused() throws IOException {
        Path large = Files.write(dir.resolve("large"), new byte[64 * 1024 + 1]);
        Path open = Files.writeString(dir.resolve("open"), TestSecrets.MASTER_KEY);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path file = Files.writeString(
                dir.resolve("gatehouse.yaml"),
                "masterKey: ${file:large}\ndatabase: { url: 'jdbc:postgresql://db/g', password: '${file:open}' }\n");
        assertThat(large).exists();
        assertThat(problems(ConfigFile.load(file, Secrets.ofProcess())))
                .containsExactly(
                        "1:12: masterKey: ${file:large} holds more than 65536 bytes",
                        "2:54: database.password: ${file:open} cannot be read: can be written by everybody:"
                                + " chmod o-w it");
    }

    @Test
    void what_a_reference_stands_for_is_not_a_reference_again() throws IOException {
        Path file = Files.writeString(
                dir.resolve("gatehouse.yaml"),
                KEY + "database: { url: 'jdbc:postgresql://db/g', user: '${env:ODD}' }\n");
        Map<String, String> environment =
                Map.of("GATEHOUSE_MASTER_KEY", TestSecrets.MASTER_KEY, "ODD", "${env:GATEHOUSE_MASTER_KEY}");
        assertThat(ConfigFile.load(file, TestSecrets.with(environment)))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class,
                        valid -> assertThat(
                                        valid.config().database().orElseThrow().user())
                                .contains("${env:GATEHOUSE_MASTER_KEY}"));
    }

    @Test
    void a_wrong_value_behind_a_reference_is_not_told() throws IOException {
        Path file = Files.writeString(dir.resolve("gatehouse.yaml"), KEY + "server: { listen: '${env:ODD}' }\n");
        Map<String, String> environment =
                Map.of("GATEHOUSE_MASTER_KEY", TestSecrets.MASTER_KEY, "ODD", "a-secret-in-the-wrong-place");
        assertThat(problems(ConfigFile.load(file, TestSecrets.with(environment))))
                .containsExactly(
                        "2:19: server.listen: expected host:port such as 127.0.0.1:8080, found \"${env:ODD}\"");
    }

    private GatehouseConfig valid(String yaml) throws IOException {
        Loaded loaded = ConfigFile.load(Files.writeString(dir.resolve("gatehouse.yaml"), yaml), TestSecrets.fake());
        assertThat(loaded).as(() -> problems(loaded).toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }

    private static List<String> invalid(Path file) {
        return problems(ConfigFile.load(file, TestSecrets.fake()));
    }

    private static List<String> problems(Loaded loaded) {
        return loaded instanceof Loaded.Invalid invalid
                ? invalid.problems().stream().map(Object::toString).toList()
                : List.of();
    }
}
