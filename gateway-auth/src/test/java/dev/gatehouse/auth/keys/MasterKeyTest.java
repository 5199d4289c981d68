package dev.gatehouse.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final String HEX = "8f1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e";

    @TempDir
    private Path directory;

    static List<String> unfitKeys() {
        byte[] counting = new byte[32];
        IntStream.range(0, 32).forEach(i -> counting[i] = (byte) (i + 1));
        return List.of(
                "",
                "changeme",
                "CHANGE-ME-CHANGE-ME-CHANGE-ME-32",
                "not base64 !!",
                HEX.substring(2),
                HEX + "00",
                "0".repeat(64),
                "f".repeat(64),
                "deadbeef".repeat(8),
                HexFormat.of().formatHex(counting),
                base64(new byte[32]),
                base64(new byte[16]),
                base64(new byte[33]),
                base64("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)),
                base64("this is my very secret master ke".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("unfitKeys")
    void an_unfit_key_is_refused_by_name_and_never_quoted(String text) {
        assertThatThrownBy(() -> MasterKey.parse("${env:GATEHOUSE_MASTER_KEY}", text))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("${env:GATEHOUSE_MASTER_KEY}")
                .satisfies(e -> assertThat(text.isEmpty() || !e.getMessage().contains(text))
                        .isTrue())
                .hasNoCause();
    }

    @Test
    void hex_and_both_base64_alphabets_are_the_same_key() throws Exception {
        byte[] bytes = HexFormat.of().parseHex(HEX);
        byte[] expected = MasterKey.parse("t", HEX).derive("p").getEncoded();

        for (String text : List.of(
                HEX.toUpperCase(Locale.ROOT),
                base64(bytes),
                " " + base64(bytes) + "\n",
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
            assertThat(MasterKey.parse("t", text).derive("p").getEncoded()).isEqualTo(expected);
        }
    }

    @Test
    void each_purpose_has_a_key_of_its_own_and_none_is_the_master() throws Exception {
        MasterKey key = MasterKey.parse("t", HEX);

        assertThat(key.derive("a").getEncoded()).isNotEqualTo(key.derive("b").getEncoded());
        assertThat(key.derive("a").getEncoded()).isNotEqualTo(HexFormat.of().parseHex(HEX));
        assertThat(key.toString()).doesNotContain(HEX.substring(0, 6)).contains("hidden");
    }

    @Test
    void a_generated_file_is_private_and_read_again() throws Exception {
        Path file = directory.resolve("master.key");

        MasterKey first = MasterKeyFile.readOrGenerate(file);
        MasterKey second = MasterKeyFile.readOrGenerate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(second.derive("p").getEncoded()).isEqualTo(first.derive("p").getEncoded());
        assertThat(directory.toFile().list()).containsExactly("master.key");
    }

    @Test
    void processes_that_generate_at_once_end_up_with_one_key() throws Exception {
        Path file = directory.resolve("master.key");
        CyclicBarrier start = new CyclicBarrier(8);
        Set<String> keys = ConcurrentHashMap.newKeySet();

        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        keys.add(base64(
                                MasterKeyFile.readOrGenerate(file).derive("p").getEncoded()));
                    } catch (Exception e) {
                        keys.add(e.toString());
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(keys).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void a_file_open_to_others_is_refused(String mode) throws Exception {
        Path file = directory.resolve("master.key");
        Files.writeString(file, HEX);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> MasterKeyFile.read(file))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_missing_and_an_empty_file_are_refused_by_name() throws Exception {
        Path missing = directory.resolve("missing");
        Path empty = Files.createFile(
                directory.resolve("empty"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThatThrownBy(() -> MasterKeyFile.read(missing)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> MasterKeyFile.readOrGenerate(empty))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("0 bytes");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
