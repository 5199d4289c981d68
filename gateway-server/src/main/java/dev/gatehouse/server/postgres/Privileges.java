package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom the programs run. PostgreSQL refuses root, so a gateway that is root hands its programs to another user. That
 * user cannot enter a private directory above the data; there, and only there, it keeps the one capability of looking
 * past directory permissions. Unlike a user or mount namespace, this also works inside an unprivileged container.
 *
 * @param drops whether the gateway is root
 * @param capability what the other user keeps, as setpriv names it
 */
record Privileges(boolean drops, Optional<String> capability) {

    /** Between the ranges that distributions, systemd and containers hand out, so that nobody else runs as it. */
    static final int SERVER_UID = 60_732;

    /** {@code nobody}, for initdb alone: it insists on a user that has a name. */
    static final int INIT_UID = 65_534;

    private static final int CAP_DAC_OVERRIDE = 1;
    private static final int CAP_DAC_READ_SEARCH = 2;

    static Privileges above(Path home) throws IOException, PostgresFailedException {
        if (owner(Path.of("/proc/self")) != 0) {
            return new Privileges(false, Optional.empty());
        }
        return new Privileges(true, enterable(home) ? Optional.empty() : Optional.of(passage(home)));
    }

    /** The command that runs {@code program}, as {@code uid} when the gateway is root, else as the gateway's user. */
    List<String> command(int uid, List<String> program) {
        List<String> command = new ArrayList<>();
        if (drops) {
            command.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--no-new-privs"));
            String kept = capability.map(name -> ",+" + name).orElse("");
            for (String set : List.of("inh-caps", "ambient-caps", "bounding-set")) {
                command.add("--" + set + "=-all" + kept);
            }
            // access(2), by which PostgreSQL looks for its programs, honours the capability only with this bit.
            capability.ifPresent(name -> command.add("--securebits=+no_setuid_fixup,+no_setuid_fixup_locked"));
        }
        command.addAll(program);
        return command;
    }

    /** The user of an existing data directory: files that another user brought stay that user's. */
    int serverUid(Path cluster) throws IOException {
        int owner = owner(cluster);
        return owner == 0 ? SERVER_UID : owner;
    }

    void give(Path tree, int uid) throws IOException {
        if (drops && owner(tree) != uid) {
            new FileTree(tree).give(uid);
        }
    }

    static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    private static boolean enterable(Path home) throws IOException {
        for (Path path = home; path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    /** The weaker of the two capabilities where root has it: containers usually grant only the other. */
    private static String passage(Path home) throws IOException, PostgresFailedException {
        long effective = effectiveCapabilities();
        if ((effective & 1L << CAP_DAC_READ_SEARCH) != 0) {
            return "dac_read_search";
        }
        if ((effective & 1L << CAP_DAC_OVERRIDE) != 0) {
            return "dac_override";
        }
        throw new PostgresFailedException(
                "PostgreSQL refuses to run as root, and root's capabilities here let no other user enter the directory",
                home,
                "Run the gateway as a user that is not root, or make every directory above enterable (chmod o+x)");
    }

    private static long effectiveCapabilities() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16))
                    .findFirst()
                    .orElse(0);
        }
    }
}
