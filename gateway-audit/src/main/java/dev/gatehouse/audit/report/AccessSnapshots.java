package dev.gatehouse.audit.report;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What access there was, kept where it differs from what was kept before; each is named on the trail by its digest first. */
public final class AccessSnapshots {
    /** The action under which a snapshot is on the trail; its object is the digest. */
    public static final String ACTION = "access.snapshot";

    /** What a snapshot may unpack to. */
    private static final int BODY_BYTES_MAX = 64 << 20;

    /** Arbitrary; one gateway at a time compares and writes. */
    private static final long ADVISORY_LOCK = 0x6761_7465_0004L;

    private static final String ACTOR = "gatehouse";
    private static final String COLUMNS = "SELECT taken_at, revision, sha256, body FROM audit.access_snapshot ";

    private final RecordedChange.Place place;

    public AccessSnapshots(RecordedChange.Place place) {
        this.place = place;
    }

    /**
     * Keeps what access there is now, unless it is what the newest snapshot says.
     *
     * @param told in a few words, for the trail
     * @return whether it was kept
     */
    public boolean keep(String revision, Json body, String told) throws SQLException, AuditUnavailableException {
        byte[] bytes = body.bytes();
        String sha256 = Sha256.hex(bytes);
        byte[] zipped = zipped(bytes);
        return place.change(ACTOR, change -> {
            Connection connection = change.connection();
            alone(connection);
            if (newestDigest(connection).equals(Optional.of(sha256))) {
                return false;
            }
            change.record(ACTION, sha256, "revision " + revision + ": " + told);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO audit.access_snapshot (taken_at, revision, sha256, body) VALUES (?, ?, ?, ?)")) {
                insert.setObject(1, Transaction.timestamp(change.now()));
                insert.setString(2, revision);
                insert.setString(3, sha256);
                insert.setBytes(4, zipped);
                return insert.executeUpdate() == 1;
            }
        });
    }

    private static void alone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
        }
    }

    private static Optional<String> newestDigest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT sha256 FROM audit.access_snapshot ORDER BY number DESC LIMIT 1")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** The newest of those that were taken at this time or before it. */
    static Optional<AccessSnapshot> asOf(Connection connection, Instant at) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                COLUMNS + "WHERE taken_at <= ? ORDER BY taken_at DESC, number DESC LIMIT 1")) {
            select.setObject(1, Transaction.timestamp(at));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    static AccessSnapshot read(ResultSet row) throws SQLException {
        return new AccessSnapshot(
                Transaction.instant(row, "taken_at").orElseThrow(),
                row.getString("revision"),
                row.getString("sha256"),
                unzipped(row.getBytes("body")));
    }

    /** Whether the body is what the trail has the digest of. */
    static boolean isAsTaken(AccessSnapshot snapshot) {
        return Sha256.hex(snapshot.body().bytes()).equals(snapshot.sha256());
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What cannot be read is an empty object, whose digest is another. */
    private static Json unzipped(byte[] zipped) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
            return bytes.length > BODY_BYTES_MAX ? Json.EMPTY_OBJECT : Json.read(bytes);
        } catch (IOException | JsonSyntaxException _) {
            return Json.EMPTY_OBJECT;
        }
    }
}
