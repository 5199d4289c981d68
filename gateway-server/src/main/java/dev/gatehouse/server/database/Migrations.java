package dev.gatehouse.server.database;

import dev.gatehouse.core.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The files by which this build makes the schemas. */
final class Migrations {
    private Migrations() {}

    static String folder(String module) {
        return "db/migration/" + module;
    }

    /** Changes whenever one of the files does. */
    static String fingerprint(List<String> modules) {
        SortedSet<String> files = new TreeSet<>();
        for (String module : modules) {
            URL folder = Migrations.class.getClassLoader().getResource(folder(module));
            if (folder == null) {
                throw new IllegalStateException("this installation has no " + folder(module));
            }
            try {
                files.addAll(folder.openConnection() instanceof JarURLConnection jar ? packed(jar) : unpacked(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Sha256.hex(String.join("\n", files).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> packed(JarURLConnection folder) throws IOException {
        String prefix = folder.getEntryName();
        return folder.getJarFile().stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .map(entry -> entry.getName() + " " + entry.getCrc())
                .toList();
    }

    private static List<String> unpacked(URL folder) throws IOException {
        Path root = Path.of(URI.create(folder.toString()));
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> root.getFileName() + "/" + file.getFileName() + " " + crc(file))
                    .toList();
        }
    }

    private static long crc(Path file) {
        try {
            CRC32 crc = new CRC32();
            crc.update(Files.readAllBytes(file));
            return crc.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
