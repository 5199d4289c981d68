package dev.gatehouse.audit.retain;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.TrailExport;
import dev.gatehouse.audit.verify.Window;
import dev.gatehouse.core.digest.Sha256;
import java.io.IOException;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/** Takes the records of a partition elsewhere before it is dropped: a file for each gateway, which proves itself as any export does. */
public final class Archive {
    private final ArchivePlace place;
    private final DataSource database;

    public Archive(ArchivePlace place, DataSource database) {
        this.place = place;
        this.database = database;
    }

    /**
     * One file, durable.
     *
     * @param where for people
     */
    record Archived(String where, String sha256) {
        String told() {
            return where + " sha256:" + sha256;
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
        try (ArchivePlace.Draft draft = place.begin(name(window, lifetime))) {
            DigestOutputStream out = new DigestOutputStream(draft.out(), Sha256.begin());
            TrailExport.writePart(trail, window, RowSelection.of(lifetime), now, out);
            out.flush();
            String sha256 = HexFormat.of().formatHex(out.getMessageDigest().digest());
            return new Archived(draft.keep(), sha256);
        }
    }

    /** What comes late comes behind: it begins elsewhere, and takes no file's place. */
    private static String name(Window window, Lifetime lifetime) {
        return "keep-" + lifetime.days() + "/" + lifetime.day() + "/" + window.gateway() + "_"
                + window.first().epoch() + "-" + window.first().seq() + ".jsonl.gz";
    }
}
