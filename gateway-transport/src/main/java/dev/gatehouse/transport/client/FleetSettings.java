package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What holds for all upstreams.
 *
 * @param dataDir the gateway's own folder, held by this process; names the family of its children
 * @param privatePaths further folders that no child may see, where that can be had
 * @param childrenMax stdio children at a time
 * @param refreshEvery how often listings are fetched again without being told to, at most 5 min
 */
public record FleetSettings(
        Path dataDir, List<Path> privatePaths, int childrenMax, Duration refreshEvery, Clocks clocks) {
    public static final int CHILDREN_MAX = 256;
    public static final Duration REFRESH_MAX = Duration.ofMinutes(5);

    public FleetSettings {
        privatePaths = List.copyOf(privatePaths);
        if (refreshEvery.compareTo(REFRESH_MAX) > 0) {
            throw new IllegalArgumentException("refresh every " + refreshEvery + " (expected: at most 5 min)");
        }
    }

    public static FleetSettings of(Path dataDir) {
        return new FleetSettings(dataDir, List.of(), CHILDREN_MAX, REFRESH_MAX, Clocks.SYSTEM);
    }
}
