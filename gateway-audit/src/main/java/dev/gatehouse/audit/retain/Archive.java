package dev.gatehouse.audit.retain;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.TrailExport;
import dev.gatehouse.audit.verify.Window;
import dev.gatehouse.core.digest.Sha256;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/**
 * A directory that takes the records of a partition before it is dropped: a file for each gateway, which proves itself as any
 * export does.
 */
public final class Archive {
    private final Path directory;
    private final DataSource database;

    public Archive(Path directory, DataSource database) {
        this.directory = directory.toAbsolutePath();
        this.database = database;
    }

    /** One file, durable. */
    record Archived(Path file, String sha256) {
        String told() {
            return file + " sha256:" + sha256;
        }
    }

    /**
     * Writes all records of a partition. Doing it again replaces the same files.
     *
     * @throws IOException when something of it cannot be read or written; nothing must be dropped then
     */
    List<Archived> take(Lifetime lifetime, Instant now) throws IOException {
        List<Archived> taken = new ArrayList<>();
        try (DatabaseTrail trail = DatabaseTrail.open(database)) {
            for (Window window : trail.windows(lifetime)) {
                taken.add(take(trail, window, lifetime, now));
            }
        }
        return taken;
    }

    private Archived take(DatabaseTrail trail, Window window, Lifetime lifetime, Instant now) throws IOException {
        Path folder = Files.createDirectories(directory
                .resolve("keep-" + lifetime.days())
                .resolve(lifetime.day().toString()));
        // What comes late comes behind: it begins elsewhere, and takes no file's place.
        Path file = folder.resolve(window.gateway() + "_" + window.first().epoch() + "-"
                + window.first().seq() + ".jsonl.gz");
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            String sha256 = write(trail, window, lifetime, now, unfinished);
            Files.move(unfinished, file, ATOMIC_MOVE, REPLACE_EXISTING);
            force(folder);
            return new Archived(file, sha256);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Says the SHA-256 of what is durable then. */
    private static String write(DatabaseTrail trail, Window window, Lifetime lifetime, Instant now, Path file)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            DigestOutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), Sha256.begin());
            TrailExport.writePart(trail, window, RowSelection.of(lifetime), now, out);
            out.flush();
            channel.force(true);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
