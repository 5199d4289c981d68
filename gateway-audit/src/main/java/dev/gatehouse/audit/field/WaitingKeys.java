package dev.gatehouse.audit.field;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that PostgreSQL does not have yet, sealed, in a file of this disk: on it before a record speaks of them, so that no crash
 * leaves a record whose key is nowhere. One line each. A line that a crash left half written is of a key that no record
 * speaks of.
 */
final class WaitingKeys {
    /** A gateway whose database is away for so many new names takes no more. */
    static final int WAITING_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingKeys.class);

    private final Path path;
    private final KeySeal seal;
    private final Map<String, Line> waiting = new LinkedHashMap<>();
    /** Lines that no data key of this gateway opens stay as they are: somebody may have that key. */
    private final List<String> unread;

    private record Line(SubjectKey key, String sealed) {}

    private WaitingKeys(Path path, KeySeal seal, List<String> unread) {
        this.path = path.toAbsolutePath();
        this.seal = seal;
        this.unread = unread;
    }

    static WaitingKeys open(Path path, KeySeal seal) throws IOException {
        String text = Files.exists(path) ? Files.readString(path, US_ASCII) : "";
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = whole.lines().toList();
        WaitingKeys keys = new WaitingKeys(
                path,
                seal,
                lines.stream().filter(line -> seal.open(line).isEmpty()).toList());
        for (String line : lines) {
            seal.open(line).ifPresent(key -> keys.waiting.put(key.id(), new Line(key, line)));
        }
        if (!keys.unread.isEmpty()) {
            LOG.warn(
                    "{} keys in {} were sealed by another key, or altered; they are left there",
                    keys.unread.size(),
                    path);
        }
        if (whole.length() < text.length()) {
            keys.rewrite();
        }
        return keys;
    }

    /** On the disk when this returns. */
    synchronized void add(SubjectKey key) throws IOException {
        if (waiting.size() >= WAITING_MAX) {
            throw new IOException(path + " holds " + WAITING_MAX + " keys that PostgreSQL did not take yet");
        }
        String sealed = seal.seal(key);
        boolean isNew = Files.notExists(path);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(path, Set.of(CREATE, WRITE), mode)) {
            append(file, sealed);
        }
        if (isNew) {
            forceDirectory();
        }
        waiting.put(key.id(), new Line(key, sealed));
    }

    synchronized int count() {
        return waiting.size();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized List<SubjectKey> all() {
        return waiting.values().stream().map(Line::key).toList();
    }

    /** PostgreSQL has them: nothing of them stays here. */
    synchronized void remove(Collection<String> ids) throws IOException {
        if (waiting.keySet().removeAll(ids)) {
            rewrite();
        }
    }

    private static void append(FileChannel file, String line) throws IOException {
        long end = file.size();
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(US_ASCII));
            file.position(end);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            file.truncate(end);
            throw e;
        }
    }

    private void rewrite() throws IOException {
        if (waiting.isEmpty() && unread.isEmpty()) {
            Files.deleteIfExists(path);
            forceDirectory();
            return;
        }
        StringBuilder text = new StringBuilder();
        unread.forEach(line -> text.append(line).append('\n'));
        waiting.values().forEach(line -> text.append(line.sealed()).append('\n'));
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(draft);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
    }

    private void forceDirectory() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, READ)) {
                directory.force(true);
            }
        }
    }
}
