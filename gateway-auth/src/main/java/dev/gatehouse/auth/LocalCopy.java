package dev.gatehouse.auth;

import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.SealedFile;
import dev.gatehouse.core.call.Clocks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this gateway last knew of agents, keys, revocations and kill switches, in a sealed file, so that it can start while its database is
 * away. A copy that cannot be brought up to date is removed: no start is better than one that forgot one of them.
 */
public final class LocalCopy {
    /** A copy that the database did not confirm for longer may lack too many revocations to start from. */
    public static final Duration AGE_MAX = Duration.ofHours(24);

    /** How old a confirmation becomes before it is renewed, while nothing else changes. */
    static final Duration CONFIRMED_EACH = Duration.ofMinutes(10);

    /** How far ahead of our clock a confirmation may be: clocks are set back a little now and then. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private static final int FORMAT = 3;
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);

    private final SealedFile file;
    private final String database;
    private final Clocks clocks;
    private State kept = new State("", Instant.MIN);
    private boolean failing;

    /** @param database names the database; a copy of another one is refused */
    public LocalCopy(SealedFile file, String database, Clocks clocks) {
        this.file = file;
        this.database = database;
        this.clocks = clocks;
    }

    private record State(Object content, Instant confirmedAt) {}

    /** @param confirmedAt when the database last agreed with it */
    record Restored(Known known, Instant confirmedAt) {}

    /** To be called when they were just read from the database: writes them down when they changed or it is time to. */
    synchronized void keep(Known known) {
        State now = new State(known.copied(), clocks.now());
        if (now.content().equals(kept.content())
                && now.confirmedAt().isBefore(kept.confirmedAt().plus(CONFIRMED_EACH))) {
            return;
        }
        try {
            file.write(encode(known, now.confirmedAt()));
            kept = now;
            failing = false;
        } catch (IOException | RuntimeException e) {
            remove(e);
        }
    }

    /** Said once, however often it is tried again. */
    private void remove(Exception why) {
        if (!failing) {
            LOG.error("the local copy of agents and keys cannot be written, and is removed: {}", why.toString());
        }
        try {
            file.remove();
        } catch (IOException e) {
            if (!failing) {
                LOG.error("{} is out of date and cannot be removed; remove it: {}", file.path(), e.toString());
            }
        }
        failing = true;
    }

    private byte[] encode(Known known, Instant confirmedAt) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        out.writeUTF(database);
        out.writeUTF(confirmedAt.toString());
        known.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    /** @throws LocalCopyException when there is no copy, or one that must not be trusted */
    Restored restore(Auth.Parts parts) throws LocalCopyException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(open()))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw unfit("has format " + format + " (expected: " + FORMAT + ")");
            }
            if (!in.readUTF().equals(database)) {
                throw unfit("is of another database than " + database);
            }
            Instant confirmedAt = recent(Instant.parse(in.readUTF()));
            Known known = Known.restore(in, parts);
            if (in.read() >= 0) {
                throw unfit("has bytes behind its end");
            }
            return new Restored(known, confirmedAt);
        } catch (NoSuchFileException _) {
            throw new LocalCopyException("there is no local copy of agents and keys to start from");
        } catch (IOException | MasterKeyException | DateTimeException e) {
            throw unfit("cannot be read (" + e.getMessage() + ")");
        }
    }

    private byte[] open() throws IOException, LocalCopyException {
        return file.read().orElseThrow(() -> unfit("was altered, or sealed with another master key"));
    }

    private Instant recent(Instant confirmedAt) throws LocalCopyException {
        Instant now = clocks.now();
        if (confirmedAt.isBefore(now.minus(AGE_MAX)) || confirmedAt.isAfter(now.plus(AHEAD_MAX))) {
            throw unfit("was last confirmed at " + confirmedAt + " (at most " + AGE_MAX.toHours() + " h ago; it is "
                    + now + ")");
        }
        return confirmedAt;
    }

    private LocalCopyException unfit(String why) {
        return new LocalCopyException("the local copy of agents and keys, " + file.path() + ", " + why);
    }
}
