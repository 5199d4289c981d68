package dev.gatehouse.server.config.bind;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/** Where references lead: an environment and files. */
public final class Secrets {
    private final Map<String, String> environment;
    private final FileSource files;

    /** Reads at most so many bytes of a file, and one more when there are more. */
    @FunctionalInterface
    public interface FileSource {
        byte[] read(Path file, int bytesMax) throws IOException;
    }

    public Secrets(Map<String, String> environment, FileSource files) {
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /** This process's environment and the files of this machine. */
    public static Secrets ofProcess() {
        return new Secrets(System.getenv(), Secrets::readRegularFile);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    public byte[] file(Path file, int bytesMax) throws IOException {
        return files.read(file, bytesMax);
    }

    /**
     * Only a regular file: a pipe would block the reader for ever. Not one that everybody may write: then the secret is
     * whoever's it was last. Reading is another matter, container platforms mount secrets readable for all.
     */
    public static byte[] readRegularFile(Path file, int bytesMax) throws IOException {
        if (!Files.exists(file)) {
            throw new FileNotFoundException("does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("is not a regular file");
        }
        if (isWritableByAll(file)) {
            throw new IOException("can be written by everybody: chmod o-w it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax + 1);
        }
    }

    private static boolean isWritableByAll(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
    }
}
