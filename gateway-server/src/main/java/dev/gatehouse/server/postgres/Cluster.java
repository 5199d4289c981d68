package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The database files. Made beside their place and renamed into it, so that a killed first start leaves no half of one.
 * The gateway's role owns its database and is no superuser; the superuser can log in from nowhere.
 */
record Cluster(Programs programs) {

    static final String ROLE = "gatehouse";
    static final String DATABASE = "gatehouse";

    private static final String RULES = "host " + DATABASE + " " + ROLE + " 127.0.0.1/32 scram-sha-256\n";
    private static final String STAGING = "cluster.new-";

    /** As the migrations of the audit trail want them; the gateway's own role may make none. */
    private static final List<String> TRAIL_ROLES = List.of("gatehouse_trail", "gatehouse_retention");

    /** Says that they were made: clusters of before have none. */
    private static final String ROLES_MADE = "gatehouse.roles";

    Path directory() {
        return programs.home().resolve("cluster");
    }

    /** Who may log in. Outside the cluster: each release brings its own rules to databases of any age. */
    Path rules() {
        return programs.home().resolve("pg_hba.conf");
    }

    boolean exists() {
        return Files.exists(directory());
    }

    /** The user the server runs as; only meaningful when the gateway is root. */
    int serverUid() throws IOException {
        return programs.privileges().serverUid(directory());
    }

    void prepare(String password) throws IOException, InterruptedException, PostgresFailedException {
        if (exists()) {
            requireOurVersion();
            addRoles();
        } else {
            create(password);
        }
        programs.privileges().give(directory(), serverUid());
        Files.writeString(rules(), RULES, StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(rules(), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void requireOurVersion() throws IOException, PostgresFailedException {
        Path file = directory().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new PostgresFailedException(
                    "cluster/ is not a PostgreSQL data directory",
                    programs.home(),
                    "Restore it from a backup, or move it away to begin with an empty database");
        }
        String theirs = Files.readString(file, StandardCharsets.US_ASCII).strip();
        String ours = programs.binaries().majorVersion();
        if (!theirs.equals(ours)) {
            throw new PostgresFailedException(
                    "its data are of PostgreSQL " + theirs + ", and this release brings PostgreSQL " + ours,
                    programs.home(),
                    "Start the release that wrote it and take a pg_dump, move the directory away, start this release"
                            + " and restore the dump; or run a PostgreSQL " + theirs + " server and name it with"
                            + " database.url");
        }
    }

    private void create(String password) throws IOException, InterruptedException, PostgresFailedException {
        FileTree.deleteAll(programs.home(), STAGING + "*");
        Path staging = Files.createTempDirectory(programs.home(), STAGING);
        programs.privileges().give(staging, Privileges.INIT_UID);
        programs.run(Privileges.INIT_UID, "initdb", initArguments(staging), "");
        programs.run(
                Privileges.INIT_UID,
                "postgres",
                singleUserArguments(staging),
                """
                CREATE ROLE %s LOGIN PASSWORD '%s';
                CREATE DATABASE %s OWNER %s;
                """.formatted(ROLE, password, DATABASE, ROLE) + roles());
        Files.createFile(staging.resolve(ROLES_MADE));
        programs.privileges().give(staging, Privileges.SERVER_UID);
        Files.move(staging, directory(), StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.forceDirectory(programs.home());
    }

    private void addRoles() throws IOException, InterruptedException, PostgresFailedException {
        Path made = directory().resolve(ROLES_MADE);
        if (Files.notExists(made)) {
            int uid = serverUid();
            // The single-user mode wants a user that the system knows by name.
            programs.privileges().give(directory(), Privileges.INIT_UID);
            programs.run(Privileges.INIT_UID, "postgres", singleUserArguments(directory()), roles());
            Files.createFile(made);
            programs.privileges().give(directory(), uid);
        }
    }

    /** Statements of one line each, as the single-user mode takes them; again has no effect. */
    private static String roles() {
        return TRAIL_ROLES.stream().map(role -> """
                        DO $$ BEGIN IF to_regrole('%1$s') IS NULL THEN CREATE ROLE %1$s NOLOGIN; END IF; END $$;
                        GRANT %1$s TO %2$s;
                        """.formatted(role, ROLE)).collect(Collectors.joining());
    }

    /** The built-in collation: an update of the system's locale data cannot silently break an index. */
    private static List<String> initArguments(Path staging) {
        return List.of(
                "--pgdata=" + staging,
                "--username=postgres",
                "--auth=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
    }

    /** No statement in an error message: one of them holds the password. */
    private static List<String> singleUserArguments(Path staging) {
        return List.of(
                "--single",
                "-D",
                staging.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
    }
}
