package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks where things are kept, and the keys to them. */
final class StorageChecks {
    private static final KeyPath DATABASE = KeyPath.of("database");
    private static final String URL_START = "jdbc:postgresql:";

    private final Report report;

    StorageChecks(Report report) {
        this.report = report;
    }

    void check(GatehouseConfig config) {
        config.database().ifPresent(this::database);
        dataDir(config.dataDir());
        masterKey(KeyPath.of("masterKey"), config.masterKey());
        List<TrailConfig.AnchorConfig> anchors = config.audit().anchors();
        for (int i = 0; i < anchors.size(); i++) {
            anchor(KeyPath.of("audit").key("anchors").index(i), anchors.get(i), config.dataDir());
        }
        config.audit()
                .archive()
                .ifPresent(archive -> archive(KeyPath.of("audit").key("archive"), archive, config.dataDir()));
    }

    private void archive(KeyPath path, TrailConfig.ArchiveConfig archive, Path dataDir) {
        if (archive.directory().isPresent() == archive.s3().isPresent()) {
            report.problem(path, "expected exactly one of `directory` and `s3`");
        }
        archive.directory().ifPresent(directory -> archive(path.key("directory"), directory, dataDir));
        archive.s3().ifPresent(s3 -> new S3Checks(report).check(path.key("s3"), s3));
    }

    /** It is made when it is not there, in one that is. */
    private void archive(KeyPath path, Path directory, Path dataDir) {
        Path parent = directory.getParent();
        if (directory.startsWith(dataDir)) {
            report.problem(path, directory + " lies in `dataDir`, which others than Gatehouse do not keep");
        } else if (!Files.isDirectory(directory) && (parent == null || !Files.isDirectory(parent))) {
            report.problem(path, directory + " cannot be made: there is no directory " + parent);
        } else if (Files.exists(directory) && !Files.isDirectory(directory)) {
            report.problem(path, directory + " is not a directory");
        }
    }

    private void anchor(KeyPath path, TrailConfig.AnchorConfig anchor, Path dataDir) {
        long kinds = Stream.of(anchor.file(), anchor.s3(), anchor.syslog())
                .filter(Optional::isPresent)
                .count();
        if (kinds != 1) {
            report.problem(path, "expected exactly one of `file`, `s3` and `syslog`");
        }
        anchor.syslog().ifPresent(syslog -> new SyslogChecks(report).check(path.key("syslog"), syslog));
        anchor.file().ifPresent(file -> anchor(path.key("file"), file, dataDir));
        anchor.s3().ifPresent(s3 -> {
            new S3Checks(report).check(path.key("s3"), s3);
            if (report.isClean(path.key("s3")) && s3.lock().isEmpty()) {
                report.problem(
                        path.key("s3"),
                        "has no lock, so whoever may write there could change what is there (expected: `lock: { days: … }`)");
            }
        });
    }

    private void anchor(KeyPath path, Path file, Path dataDir) {
        Path directory = file.getParent();
        if (file.startsWith(dataDir)) {
            report.problem(path, file + " lies in `dataDir`, where whoever alters the trail could alter it too");
        } else if (directory == null || !Files.isDirectory(directory)) {
            report.problem(path, file + " cannot be made: there is no such directory");
        }
    }

    private void masterKey(KeyPath path, Secret key) {
        if (report.isClean(path)) {
            SecretRules.masterKey(key).ifPresent(why -> report.problem(path, why));
        }
    }

    private void database(DatabaseConfig database) {
        String url = database.url();
        if (!url.startsWith(URL_START)) {
            report.problem(DATABASE.key("url"), "expected a URL such as " + URL_START + "//localhost/gatehouse");
        } else if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            report.problem(DATABASE.key("url"), "has a password in it (expected: `database.password`)");
        }
        database.password()
                .flatMap(SecretRules::placeholder)
                .ifPresent(why -> report.problem(DATABASE.key("password"), why));
    }

    /** A directory that is not there yet is made private by whoever makes it. */
    private void dataDir(Path dataDir) {
        KeyPath path = KeyPath.of("dataDir");
        try {
            if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
                report.problem(path, dataDir + " is not a directory");
            } else if (Files.exists(dataDir) && !isPrivate(dataDir)) {
                report.problem(path, dataDir + " is open to others than its owner: chmod 700 it");
            }
        } catch (IOException e) {
            report.problem(path, dataDir + " cannot be examined: " + e.getMessage());
        }
    }

    private static boolean isPrivate(Path dir) throws IOException {
        return !dir.getFileSystem().supportedFileAttributeViews().contains("posix")
                || PosixFilePermissions.toString(Files.getPosixFilePermissions(dir))
                        .endsWith("------");
    }
}
