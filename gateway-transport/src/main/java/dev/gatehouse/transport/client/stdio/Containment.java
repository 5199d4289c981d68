package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Puts programs in front of a child's command that keep it in its place.
 *
 * <p>A child gets exactly the level its configuration demands, never a weaker one and never a stronger one by chance:
 * {@code SANDBOX} (bubblewrap: the system read-only, no private path, no other process in sight), {@code USER} (a uid
 * of its own without privileges; needs root) or {@code PROCESS}. Below {@code SANDBOX} bubblewrap, where it works,
 * still covers the private paths for {@code PROCESS}; file modes do it for {@code USER}. Only {@code PROCESS} without
 * bubblewrap can read what the gateway's own user can: status says so.
 */
final class Containment {
    /** First of the uids that {@link Isolation#USER} children get. */
    static final int UID_FIRST = 64_001;

    static final int UIDS_MAX = 1_000;
    private static final long PROBE_MAX_SECONDS = 5;
    private static final List<String> GROUP = List.of("setsid", "setpriv", "--pdeathsig", "KILL");

    private final Spawner spawner;
    private final List<Path> privatePaths;
    private final Map<Isolation, Boolean> probed = new EnumMap<>(Isolation.class);

    Containment(Spawner spawner, List<Path> privatePaths) {
        this.spawner = spawner;
        this.privatePaths = List.copyOf(privatePaths);
    }

    /** @param note what is missing at this level, for status; empty when nothing is */
    record Wrapped(List<String> command, String note) {}

    /**
     * The command as it has to be started; empty when the level cannot be had here. May start a process to find out:
     * for platform threads.
     *
     * @param uid the child's own, for {@code USER}
     */
    Optional<Wrapped> wrap(Isolation level, int uid, Path directory, List<String> command) throws InterruptedException {
        if (!works(level)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (level) {
                    case SANDBOX -> new Wrapped(join(GROUP, sandbox(directory), command), "");
                    case USER -> new Wrapped(join(GROUP, user(uid), command), "");
                    case PROCESS ->
                        works(Isolation.SANDBOX)
                                ? new Wrapped(join(GROUP, veil(directory), command), "")
                                : new Wrapped(join(GROUP, List.of("--"), command), "can read what the gateway can");
                });
    }

    private synchronized boolean works(Isolation level) throws InterruptedException {
        Boolean known = probed.get(level);
        if (known == null) {
            known = probe(level);
            probed.put(level, known);
        }
        return known;
    }

    private boolean probe(Isolation level) throws InterruptedException {
        List<String> placed = switch (level) {
            case SANDBOX -> sandbox(Path.of("/"));
            case USER -> user(UID_FIRST);
            case PROCESS -> List.of("--");
        };
        try {
            Process probe = spawner.start(new ProcessBuilder(join(GROUP, placed, List.of("true")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
            boolean ended = probe.waitFor(PROBE_MAX_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                Signals.toGroup(probe.pid(), Signals.KILL);
            }
            return ended && probe.exitValue() == 0;
        } catch (IOException e) {
            // No such program here, so no such level.
            return false;
        }
    }

    private static List<String> user(int uid) {
        String id = Integer.toString(uid);
        return List.of(
                "--reuid",
                id,
                "--regid",
                id,
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--");
    }

    private List<String> sandbox(Path directory) {
        List<String> line = new ArrayList<>(List.of("--", "bwrap", "--ro-bind", "/", "/", "--dev", "/dev"));
        line.addAll(List.of("--proc", "/proc", "--tmpfs", "/tmp", "--unshare-ipc"));
        return placed(line, directory);
    }

    private List<String> veil(Path directory) {
        return placed(new ArrayList<>(List.of("--", "bwrap", "--dev-bind", "/", "/", "--proc", "/proc")), directory);
    }

    /** Without a process namespace a child would find every hidden file again below the gateway's entry in /proc. */
    private List<String> placed(List<String> line, Path directory) {
        for (Path path : privatePaths) {
            line.addAll(List.of("--tmpfs", path.toString()));
        }
        line.addAll(List.of("--unshare-pid", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        line.addAll(List.of("--chdir", directory.toString(), "--"));
        return line;
    }

    private static List<String> join(List<String> first, List<String> second, List<String> third) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }
}
