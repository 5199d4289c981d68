package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Where one gateway keeps what must outlive its process: spool, keys, the embedded database. Nobody else may look in. */
public final class DataDirectory {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** Makes the directory with mode 0700, or checks the one that is there. */
    public static DataDirectory open(Path path) throws StartFailedException {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (Files.notExists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
            requirePrivate(absolute);
            return new DataDirectory(absolute);
        } catch (IOException e) {
            throw new StartFailedException(
                    "dataDir " + absolute + " cannot be used: " + e.getMessage() + ". Check its owner and the disk.",
                    e);
        }
    }

    private static void requirePrivate(Path path) throws IOException, StartFailedException {
        if (!Files.isDirectory(path)) {
            throw new StartFailedException("dataDir " + path + " is not a directory. Remove it or name another.");
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
        if (found.stream().anyMatch(FOR_OTHERS::contains)) {
            throw new StartFailedException("dataDir " + path + " is open to others ("
                    + PosixFilePermissions.toString(found) + "). Run: chmod 700 " + path);
        }
    }

    public Path path() {
        return path;
    }

    public Path audit() {
        return path.resolve("audit");
    }

    /** @param number from 1; there is another one where a change of the master key left one behind */
    public Path auditKey(int number) {
        return path.resolve(number == 1 ? "audit.key" : "audit-" + number + ".key");
    }

    /** What the trail is verified with: one public key in each line. */
    public Path auditPublicKeys() {
        return path.resolve("audit.pub");
    }

    /** Takes keys of names in the trail while the database is away. */
    public Path fieldKeys() {
        return path.resolve("audit-fields.keys");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    public Path masterKey() {
        return path.resolve("master.key");
    }

    public Path localCopy() {
        return path.resolve("agents.sealed");
    }

    public Path pins() {
        return path.resolve("pins.sealed");
    }

    /** For how many days records are kept at least. */
    public Path floors() {
        return path.resolve("retention.sealed");
    }

    /** Who may vouch for servers, as Java reads it. */
    Path authorities() {
        return path.resolve("authorities.jks");
    }

    /** Uploads of archives that are under way. */
    public Path uploads() {
        return path.resolve("uploads");
    }

    public Path adminToken() {
        return path.resolve("admin.token");
    }

    public Path bootstrapToken() {
        return path.resolve("bootstrap.token");
    }

    public Path quickstart() {
        return path.resolve("quickstart.env");
    }
}
