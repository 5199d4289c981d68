package dev.gatehouse.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ProgramArchiveTest {

    @TempDir
    Path temporary;

    private Path target;

    @BeforeEach
    void target() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void programsMayRunAndDataMayNot() throws IOException {
        ProgramArchive.unpack(
                archive(tar -> {
                    file(tar, "bin/program", 0755);
                    file(tar, "share/data", 0600);
                    link(tar, "lib/short.so", "long.so.1");
                }),
                target);

        assertThat(target.resolve("bin/program")).isExecutable().hasContent("content");
        assertThat(Files.getPosixFilePermissions(target.resolve("share/data"))).hasSize(4);
        assertThat(Files.readSymbolicLink(target.resolve("lib/short.so"))).isEqualTo(Path.of("long.so.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "bin/../../outside", "/../outside"})
    void anEntryThatLeavesTheDirectoryIsRefused(String name) throws IOException {
        URL hostile = archive(tar -> file(tar, name, 0644));
        assertThatThrownBy(() -> ProgramArchive.unpack(hostile, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves its directory");
        assertThat(temporary.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../outside"})
    void aLinkThatLeavesTheDirectoryIsRefused(String to) throws IOException {
        URL hostile = archive(tar -> link(tar, "lib/link", to));
        assertThatThrownBy(() -> ProgramArchive.unpack(hostile, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves its directory");
    }

    @Test
    void aCutArchiveIsNoWholeOne() throws IOException {
        Path whole = Path.of(archive(tar -> file(tar, "bin/program", 0755)).getPath());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(temporary.resolve("cut.txz"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ProgramArchive.unpack(cut.toUri().toURL(), target))
                .isInstanceOf(IOException.class);
    }

    private URL archive(Consumer<TarArchiveOutputStream> content) throws IOException {
        Path file = temporary.resolve("archive.txz");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(LZMA2Options.PRESET_MIN)))) {
            content.accept(tar);
        }
        return file.toUri().toURL();
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode) {
        byte[] content = "content".getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(content.length);
        put(tar, entry, content);
    }

    private static void link(TarArchiveOutputStream tar, String name, String to) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        put(tar, entry, new byte[0]);
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) {
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
