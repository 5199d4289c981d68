package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.table.CopiedRow;
import dev.gatehouse.audit.table.RowJson;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the trail of a gateway as gzipped JSON Lines. Of records that nobody asked for it holds the hashes, so that those it
 * does hold can be proved.
 */
public final class TrailExport {
    /** The first and the last. */
    private static final int OTHER_LINES = 2;

    private static final int WRITE_BYTES = 64 << 10;

    /**
     * What was written.
     *
     * @param records blocks included
     * @param leftOut records of which the export has a hash
     */
    public record Written(long records, long leftOut) {}

    private TrailExport() {}

    /** Reads the trail once, row by row; does not close the stream. */
    public static Written write(
            DatabaseTrail trail, String gateway, RowSelection selection, Instant now, OutputStream out)
            throws IOException {
        try (Entries entries = trail.records(gateway, Position.ZERO)) {
            return write(trail, header(gateway, selection, now).build(), entries, gateway, selection, out);
        }
    }

    /** A part of the trail, that proves what is selected in it and does not tell what was before and after. */
    public static Written writePart(
            DatabaseTrail trail, Window window, RowSelection selection, Instant now, OutputStream out)
            throws IOException {
        Json header = header(window.gateway(), selection, now).put("part", true).build();
        try (Entries entries = new Filtered(trail.records(window), entry -> window.holds(entry.position()))) {
            return write(trail, header, entries, window.gateway(), selection, out);
        }
    }

    private static Written write(
            DatabaseTrail trail, Json header, Entries entries, String gateway, RowSelection selection, OutputStream out)
            throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(out, WRITE_BYTES);
        BufferedOutputStream lines = new BufferedOutputStream(zipped, WRITE_BYTES);
        line(lines, "export", header);
        List<Json> retention = trail.retention();
        for (Json row : retention) {
            line(lines, "retention", row);
        }
        Written written = records(entries, gateway, selection, lines);
        long count = OTHER_LINES + retention.size() + written.records() + written.leftOut();
        line(lines, "end", Json.object().put("lines", count).build());
        lines.flush();
        zipped.finish();
        return written;
    }

    private static Written records(Entries entries, String gateway, RowSelection selection, OutputStream lines)
            throws IOException {
        long records = 0;
        long leftOut = 0;
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (!(entry instanceof Entry.Found(CopiedRow row))) {
                continue;
            }
            if (selection.takes(row)) {
                RowJson.line(gateway, row).writeTo(lines);
                lines.write('\n');
                records++;
            } else if (row.hasClocks()) {
                line(lines, "leaf", leaf(Leaf.of(row.record())));
                leftOut++;
            }
        }
        return new Written(records, leftOut);
    }

    private static ObjectWriter header(String gateway, RowSelection selection, Instant now) {
        return Json.object()
                .put("format", ExportTrail.FORMAT)
                .put("gateway", gateway)
                .put("query", selection.json())
                .put("at", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static Json leaf(Leaf leaf) {
        ObjectWriter out = Json.object()
                .put("epoch", leaf.position().epoch())
                .put("seq", leaf.position().seq())
                .put("keep", leaf.lifetime().days());
        if (!leaf.lifetime().isForEver()) {
            out.put("day", leaf.lifetime().day().toString());
        }
        return out.put("hash", HexFormat.of().formatHex(leaf.hash())).build();
    }

    private static void line(OutputStream lines, String member, Json value) throws IOException {
        Json.object().put(member, value).build().writeTo(lines);
        lines.write('\n');
    }
}
