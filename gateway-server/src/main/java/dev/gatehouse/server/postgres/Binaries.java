package dev.gatehouse.server.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** PostgreSQL's programs, unpacked once from the archive on the class path and checked before each use. */
record Binaries(Path root) {

    private static final String PREFIX = "binaries-";
    private static final String CENSUS = ".unpacked";

    /** The unpacked archive below {@code home}, whose lock the caller holds. */
    static Binaries in(Path home) throws IOException, PostgresFailedException {
        URL archive = archive(home);
        String name = PREFIX + digest(archive);
        if (!intact(home, name)) {
            deleteAll(home);
            unpack(archive, home, name);
        }
        return new Binaries(home.resolve(name));
    }

    Path program(String name) {
        return root.resolve("bin").resolve(name);
    }

    /** Such as {@code 18}: the version that a data directory must have been made with. */
    String majorVersion() throws IOException {
        Path catalog = root.resolve("share/postgresql/postgres.bki");
        try (BufferedReader reader = Files.newBufferedReader(catalog, StandardCharsets.UTF_8)) {
            String first = reader.readLine();
            if (first == null || !first.startsWith("# PostgreSQL ")) {
                throw new IOException(catalog + " does not begin with its version");
            }
            return first.substring("# PostgreSQL ".length()).strip();
        }
    }

    private static URL archive(Path home) throws PostgresFailedException {
        String machine = System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + machine();
        URL archive = Binaries.class.getResource("/postgres-" + machine + ".txz");
        if (archive == null) {
            throw new PostgresFailedException(
                    "this build carries no PostgreSQL for " + machine,
                    home,
                    "Name a PostgreSQL server with database.url");
        }
        return archive;
    }

    private static String machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }

    /** What the jar's directory says of the archive: reading 15 MB at every start would cost more than the start. */
    private static String digest(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc()) + "-"
                    + jar.getJarEntry().getSize();
        }
        return connection.getLastModified() + "-" + connection.getContentLengthLong();
    }

    private static boolean intact(Path home, String name) throws IOException {
        Path root = home.resolve(name);
        return Files.isDirectory(root)
                && new PrivateFile(home, name + CENSUS).read().equals(Optional.of(new FileTree(root).census()));
    }

    private static void unpack(URL archive, Path home, String name) throws IOException {
        Path incomplete = Files.createDirectory(home.resolve(name + ".new"));
        ProgramArchive.unpack(archive, incomplete);
        new PrivateFile(home, name + CENSUS).write(new FileTree(incomplete).census());
        Files.move(incomplete, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.forceDirectory(home);
    }

    /** Other versions, and what a killed run left half done. */
    private static void deleteAll(Path home) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (Path path : old) {
                new FileTree(path).delete();
            }
        }
    }
}
