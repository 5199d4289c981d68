package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.wire.ByteBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all children share: the thread that starts them, the thread that watches them, their number, their uids and the
 * marker by which the next run finds them if this one is killed. Opened only by who holds the data directory: children
 * of a gateway that still runs on the same one would be taken for leftovers.
 */
public final class ChildHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildHost.class);
    private static final int MARK_BYTES = 12;

    private final Spawner spawner = new Spawner();
    private final ChildWatch watch = new ChildWatch();
    private final Containment containment;
    private final Semaphore places;
    private final BitSet uidsTaken = new BitSet(Containment.UIDS_MAX);
    private final String family;
    private final AtomicLong serial = new AtomicLong();
    private final Waits waits;
    private final ByteBudget budget;

    private ChildHost(Path dataDir, List<Path> privatePaths, int childrenMax, Waits waits, ByteBudget budget) {
        this.containment = new Containment(
                spawner, privatePaths.stream().filter(Files::isDirectory).toList());
        this.places = new Semaphore(childrenMax);
        this.family = family(dataDir);
        this.waits = waits;
        this.budget = budget;
    }

    /**
     * Kills what an earlier run on this data directory left behind. Walks {@code /proc}: not on a virtual thread.
     *
     * @param dataDir names the family of the children; not touched
     * @param privatePaths folders that no child may see, where that can be had
     * @param budget pays for the answers that are held
     */
    public static ChildHost open(
            Path dataDir, List<Path> privatePaths, int childrenMax, Waits waits, ByteBudget budget) {
        ChildHost host = new ChildHost(dataDir, privatePaths, childrenMax, waits, budget);
        int killed = Leftovers.kill(mark -> mark.startsWith(host.family + '.'));
        if (killed > 0) {
            LOG.warn("killed {} processes that an earlier run left behind", killed);
        }
        return host;
    }

    /** Starts nothing yet. */
    public Connector connector(UpstreamSpec.Stdio spec, Implementation self, Connector.Listener listener) {
        return new StdioConnector(this, spec, self, listener);
    }

    /** Call it when every session is closed: who still runs dies with the spawning thread. */
    @Override
    public void close() {
        watch.close();
        spawner.close();
    }

    Spawner spawner() {
        return spawner;
    }

    ChildWatch watch() {
        return watch;
    }

    Containment containment() {
        return containment;
    }

    Semaphore places() {
        return places;
    }

    Waits waits() {
        return waits;
    }

    ByteBudget budget() {
        return budget;
    }

    /** A marker for one child and what descends from it. */
    String nextMark() {
        return family + '.' + serial.incrementAndGet();
    }

    /** A uid no other upstream has; the same one after a restart unless another name was first. */
    synchronized int takeUid(String name) {
        int wanted = Math.floorMod(name.hashCode(), Containment.UIDS_MAX);
        int free = uidsTaken.nextClearBit(wanted);
        int taken = free < Containment.UIDS_MAX ? free : uidsTaken.nextClearBit(0);
        uidsTaken.set(taken);
        return Containment.UID_FIRST + taken;
    }

    synchronized void giveUidBack(int uid) {
        uidsTaken.clear(uid - Containment.UID_FIRST);
    }

    private static String family(Path dataDir) {
        byte[] hash = Sha256.of(dataDir.toAbsolutePath().normalize().toString());
        return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
    }
}
